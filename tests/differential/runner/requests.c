/* Requests to the generators that names are bound to. */
#include "activation.h"
#include "errors.h"
#include "trace.h"

enum { DEFAULT = -1 };

async_status run_new(async_scope, activation *self, const cJSON *json)
{
    instance *made = instance_create(json_text(json, "gen"));
    const char *name = json_text(json, "name");
    binding *bound = scenario.bindings;
    while (bound && strcmp(bound->name, name) != 0)
        bound = bound->next;
    if (!bound)
        bound = scenario_add(scenario.bindings);
    bound->name = name;
    bound->instance = made;
    event(self->who, "new", async_value_of(name), async_value_of(made->label));
    return ASYNC_OK;
}

static bool is(const char *method, const char *name)
{
    return strcmp(method, name) == 0;
}

/* @param sent what asend sends, borrowed. */
static async_owned make_request(const instance *to, const cJSON *json, async_value sent)
{
    const char *method = json_text(json, "m");
    if (is(method, "anext"))
        return async_anext(to->generator);
    if (is(method, "anextd"))
        return async_anext(to->generator, DEFAULT);
    if (is(method, "asend"))
        return async_asend(to->generator, async_value_retain(sent));
    if (is(method, "athrow"))
        return async_athrow(to->generator, error_new(json_text(json, "t"), json_text(json, "msg")));
    return async_aclose(to->generator);
}

/* The event of a request that is made: `call label`, or `make key label`. */
static void trace_request(const char *who, const cJSON *key, const instance *to, const cJSON *json,
                          async_value sent)
{
    const char *method = json_text(json, "m");
    const char *kind = key ? "make" : "call";
    async_value parts[5];
    size_t count = 0;
    if (key)
        parts[count++] = json_value(key);
    parts[count++] = async_value_of(to->label);
    parts[count++] = async_value_of(method);
    if (is(method, "asend"))
        parts[count++] = sent;
    if (is(method, "athrow")) {
        parts[count++] = async_value_of(json_text(json, "t"));
        parts[count++] = async_value_of(json_text(json, "msg"));
    }
    event_of(who, kind, count, parts);
}

/* Awaits a request and traces what comes of it, whatever that is. @return true if it raised. */
static bool await_request(async_scope, const char *who, async_value key, async_owned awaitable,
                          async_value *result)
{
    *result = async_none();
    async_status status = async_await(awaitable, result);
    if (!async_failed(status)) {
        event(who, "got", key, *result);
        return false;
    }
    event(who, "threw", key, async_value_of(status.error));
    async_error_clear(status);
    return true;
}

static bool is_default(async_value value)
{
    return value.kind == ASYNC_INT && value.integer == DEFAULT;
}

async_status run_call(async_scope, activation *self, const cJSON *json)
{
    instance *to = scenario_find(json_text(json, "name"));
    const char *method = json_text(json, "m");
    bool guard = json_true(json, "guard");
    if (!to || (guard && is(method, "athrow") && to->spent)) {
        event(self->who, "skip", async_value_of(json_text(json, "name")));
        return ASYNC_OK;
    }
    bool first = guard && !to->called;
    async_value sent = first ? async_none() : json_value(json_member(json, "v"));
    to->called = true;
    to->spent |= is(method, "aclose");
    trace_request(self->who, NULL, to, json, sent);
    async_value result;
    async_owned awaitable = make_request(to, json, sent);
    to->spent |=
        await_request(async_here, self->who, async_value_of(to->label), awaitable, &result);
    to->spent |= is(method, "anextd") && is_default(result);
    async_value_release(result);
    return ASYNC_OK;
}

static request *find_request(const cJSON *key)
{
    for (request *each = scenario.requests; each; each = each->next)
        if (cJSON_Compare(each->key, key, true))
            return each;
    return NULL;
}

async_status run_make(async_scope, activation *self, const cJSON *json)
{
    const cJSON *key = json_member(json, "aw");
    const instance *to = scenario_find(json_text(json, "name"));
    if (!to) {
        event(self->who, "skip", async_value_of(json_text(json, "name")));
        return ASYNC_OK;
    }
    async_value sent = json_value(json_member(json, "v"));
    trace_request(self->who, key, to, json, sent);
    async_owned made = make_request(to, json, sent);
    async_try(made.status);
    request *kept = find_request(key);
    if (!kept)
        kept = scenario_add(scenario.requests);
    async_release(kept->object);
    kept->key = key;
    kept->object = made.object;
    return ASYNC_OK;
}

async_status run_await(async_scope, activation *self, const cJSON *json)
{
    const cJSON *key = json_member(json, "aw");
    const request *made = find_request(key);
    if (!made) {
        abandon("a request is awaited and not made");
        return check_abandoned();
    }
    async_value result;
    event(self->who, "await", json_value(key));
    async_owned awaitable = {async_retain(made->object), ASYNC_OK};
    (void)await_request(async_here, self->who, json_value(key), awaitable, &result);
    async_value_release(result);
    return ASYNC_OK;
}

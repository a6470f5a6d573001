/* The statements that contain no others, and which function runs which. */
#include "activation.h"
#include "errors.h"
#include "trace.h"

static async_status run_log(async_scope, activation *self, const cJSON *json)
{
    event(self->who, "log", json_value(json_member(json, "m")));
    return ASYNC_OK;
}

async_status traced_sleep(async_scope, const char *who)
{
    event(who, "sleep");
    async_status status = async_sleep(0);
    if (async_failed(status))
        event(who, "interrupted", async_value_of(status.error));
    else
        event(who, "wake");
    return status;
}

static async_status run_sleep(async_scope, activation *self, const cJSON *json)
{
    (void)json;
    return traced_sleep(async_here, self->who);
}

static async_value value_to_yield(const activation *self, const cJSON *json)
{
    const cJSON *value = json_member(json, "v");
    if (!cJSON_IsString(value))
        return json_value(value);
    return self->variable ? async_value_retain(*self->variable) : async_value_of(0);
}

static async_status run_yield(async_scope, activation *self, const cJSON *json)
{
    async_value sent;
    async_value value = value_to_yield(self, json);
    event(self->who, "yield", value);
    async_status status = async_yield_sent(value, &sent);
    if (async_failed(status)) {
        event(self->who, "thrown", async_value_of(status.error));
        return status;
    }
    async_value_release(self->last);
    self->last = sent;
    event(self->who, "recv", sent);
    return ASYNC_OK;
}

static async_status run_raise(async_scope, activation *self, const cJSON *json)
{
    const char *type = json_text(json, "t");
    const char *message = json_text(json, "m");
    event(self->who, "raise", async_value_of(type), async_value_of(message));
    return error_raise(type, message);
}

static async_status run_reraise(async_scope, activation *self, const cJSON *json)
{
    (void)json;
    if (!self->handled) {
        abandon("reraise outside a handler");
        return check_abandoned();
    }
    event(self->who, "reraise");
    async_retain((async_object *)self->handled->error);
    return async_raise_again(self->handled->error);
}

static async_status run_jump(async_scope, activation *self, const cJSON *json)
{
    const char *name = json_text(json, "op");
    event(self->who, name);
    self->jump = *name == 'r' ? JUMP_RETURN : *name == 'b' ? JUMP_BREAK : JUMP_CONTINUE;
    return ASYNC_OK;
}

static async_status run_if(async_scope, activation *self, const cJSON *json)
{
    bool equal;
    async_value expected = json_value(json_member(json, "eq"));
    async_try(async_value_equal(&self->last, &expected, &equal));
    event(self->who, "if", async_value_of(equal));
    return block(async_here, self, json_member(json, equal ? "then" : "else"));
}

static const struct {
    const char *op;
    statement *run;
} statements[] = {
    {"yield", run_yield}, {"log", run_log},         {"sleep", run_sleep},
    {"call", run_call},   {"if", run_if},           {"try", run_try},
    {"for", run_for},     {"loop", run_loop},       {"comp", run_comprehension},
    {"raise", run_raise}, {"reraise", run_reraise}, {"return", run_jump},
    {"break", run_jump},  {"continue", run_jump},   {"new", run_new},
    {"make", run_make},   {"await", run_await},     {"spawn", run_spawn},
    {"join", run_join},   {"cancel", run_cancel},
};

static async_status run_statement(async_scope, activation *self, const cJSON *json)
{
    const char *op = json_text(json, "op");
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        if (strcmp(statements[i].op, op) == 0)
            return statements[i].run(async_here, self, json);
    abandon("no statement is called '%s'", op);
    return check_abandoned();
}

async_status block(async_scope, activation *self, const cJSON *statements_)
{
    const cJSON *each;
    cJSON_ArrayForEach(each, statements_)
    {
        async_try(check_abandoned());
        async_try(run_statement(async_here, self, each));
        if (self->jump)
            break;
    }
    return ASYNC_OK;
}

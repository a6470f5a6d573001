/* Tasks, and the main program. */
#include "activation.h"
#include "trace.h"

void run_program(async_scope, const char *who, const cJSON *body)
{
    activation self = {.who = who};
    event(who, "tstart");
    async_status status = block(async_here, &self, body);
    if (async_failed(status))
        event(who, "tfail", async_value_of(status.error));
    else
        event(who, "tdone");
    async_error_clear(status);
    async_value_release(self.last);
}

ASYNC_FUNCTION(run_task, async_value, (int64_t, address))
{
    const task *own = (const task *)(uintptr_t)args->address;
    scenario.expected.started++;
    run_program(async_here, own->body->string, own->body);
    return ASYNC_OK;
}
ASYNC_STACK(run_task, 65536);

static task *find_task(const char *name)
{
    for (task *each = scenario.tasks; each; each = each->next)
        if (strcmp(each->body->string, name) == 0)
            return each;
    return NULL;
}

async_status run_spawn(async_scope, activation *self, const cJSON *json)
{
    const char *name = json_text(json, "task");
    if (find_task(name)) {
        event(self->who, "skip", async_value_of(name));
        return ASYNC_OK;
    }
    const cJSON *body = json_member(json_member(scenario.json, "tasks"), name);
    if (!body) {
        abandon("there is no task %s", name);
        return check_abandoned();
    }
    event(self->who, "spawn", async_value_of(name));
    task *made = scenario_add(scenario.tasks);
    made->body = body;
    async_owned coroutine = async_new(run_task, .address = (int64_t)(uintptr_t)made);
    made->object = must_have(async_spawn(coroutine).object);
    return ASYNC_OK;
}

/* The task that runs; NULL: it is the main program's. */
static task *current_task(void)
{
    const async_object *object = async_current_task();
    for (task *each = scenario.tasks; each; each = each->next)
        if (each->object == object)
            return each;
    return NULL;
}

/* True if a task waits for another one, or would. */
static bool waits_for(const task *waiting, const task *other)
{
    while (waiting && waiting != other)
        waiting = waiting->waits_for;
    return waiting;
}

static void wait_for(async_scope, const char *who, const task *awaited)
{
    const char *name = awaited->body->string;
    task *own = current_task();
    if (!async_done(awaited->object))
        scenario.expected.suspends++;
    if (own)
        own->waits_for = awaited;
    async_status status = async_await(awaited->object, NULL);
    if (own)
        own->waits_for = NULL;
    if (async_failed(status))
        event(who, "joinexc", async_value_of(name), async_value_of(status.error));
    else
        event(who, "joined", async_value_of(name));
    async_error_clear(status);
}

/* What a scenario can say of spawned tasks only. @return NULL gives the scenario up. */
static task *spawned(const cJSON *json)
{
    const char *name = json_text(json, "task");
    task *found = find_task(name);
    if (!found)
        abandon("task %s is not spawned", name);
    return found;
}

async_status run_join(async_scope, activation *self, const cJSON *json)
{
    const task *awaited = spawned(json);
    const task *own = current_task();
    if (awaited && own && waits_for(awaited, own))
        abandon("task %s waits for itself", own->body->string);
    async_try(check_abandoned());
    event(self->who, "join", async_value_of(awaited->body->string));
    wait_for(async_here, self->who, awaited);
    return ASYNC_OK;
}

async_status run_cancel(async_scope, activation *self, const cJSON *json)
{
    const task *cancelled = spawned(json);
    async_try(check_abandoned());
    bool cancels = async_cancel(cancelled->object);
    event(self->who, "cancel", async_value_of(cancelled->body->string), async_value_of(cancels));
    return ASYNC_OK;
}

static void shut_down(async_scope, const instance *each)
{
    async_value label = async_value_of((const char *)each->label);
    event("main", "shutdown", label);
    async_status status = async_await(async_aclose(each->generator), NULL);
    if (async_failed(status))
        event("main", "threw", label, async_value_of(status.error));
    else
        event("main", "got", label, async_none());
    async_error_clear(status);
}

/* Both lists may grow on the way. */
void run_finish(async_scope)
{
    for (const task *each = scenario.tasks; each; each = each->next) {
        event("main", "finaljoin", async_value_of(each->body->string));
        wait_for(async_here, "main", each);
    }
    for (const instance *each = scenario.instances; each; each = each->next)
        shut_down(async_here, each);
}

/* What is iterated: generators, and what a name is bound to. */
#include "activation.h"
#include "trace.h"

static async_status run_body(async_scope, activation *self, const cJSON *body)
{
    event(self->who, "start");
    async_status status = block(async_here, self, body);
    if (async_failed(status))
        event(self->who, "exit", async_value_of(status.error));
    else if (self->jump != JUMP_RETURN)
        event(self->who, "end");
    return status;
}

ASYNC_GENERATOR(generator, async_value, (int64_t, address))
{
    const instance *own = (const instance *)(uintptr_t)args->address;
    activation self = {.who = own->label};
    async_status status = run_body(async_here, &self, own->body);
    async_value_release(self.last);
    return status;
}
ASYNC_STACK(generator, 65536);

instance *instance_create(const char *name)
{
    instance *made = scenario_add(scenario.instances);
    scenario_label(made->label, name);
    made->body = json_member(json_member(scenario.json, "gens"), name);
    made->generator = async_new(generator, .address = (int64_t)(uintptr_t)made).object;
    must_have(made->generator);
    return made;
}

/* What an unbound name stands for in a loop. */
ASYNC_CLASS(Empty, async_value)
{
    char unused;
};

ASYNC_ANEXT(Empty)
{
    return ASYNC_STOP;
}

static source source_of(instance *over)
{
    if (!over)
        return (source){.object = must_have(async_new(Empty).object)};
    return (source){over->label, async_retain(over->generator), over};
}

source source_open(const cJSON *json)
{
    if (json_member(json, "use"))
        return source_of(scenario_find(json_text(json, "use")));
    if (json_member(json, "gen"))
        return source_of(instance_create(json_text(json, "gen")));
    const class_iterator *made = iterator_create(json_text(json, "iter"));
    return (source){.label = made->label, .object = async_retain(made->object)};
}

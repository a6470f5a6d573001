/* `loop` and `for`, which is async_for. */
#include "activation.h"
#include "trace.h"

bool leaves_loop(activation *self)
{
    jump taken = self->jump;
    if (taken != JUMP_RETURN)
        self->jump = NO_JUMP;
    return taken == JUMP_BREAK || taken == JUMP_RETURN;
}

async_status run_loop(async_scope, activation *self, const cJSON *json)
{
    const cJSON *body = json_member(json, "body");
    int64_t count = json_integer(json, "n");
    for (int64_t i = 0; i < count; i++) {
        async_try(block(async_here, self, body));
        if (leaves_loop(self))
            break;
    }
    return ASYNC_OK;
}

static async_status run_item(async_scope, activation *self, const async_value *item,
                             const cJSON *body)
{
    const async_value *outer = self->variable;
    self->variable = item;
    event(self->who, "item", *item);
    async_status status = block(async_here, self, body);
    self->variable = outer;
    return status;
}

static async_status loop_over(async_scope, activation *self, async_object *object,
                              const cJSON *json)
{
    const cJSON *otherwise = json_member(json, "else");
    async_for (async_value, item, object) {
        async_try(run_item(async_here, self, &item, json_member(json, "body")));
        if (leaves_loop(self))
            break;
    }
    else
    {
        if (otherwise) {
            event(self->who, "forelse");
            async_try(block(async_here, self, otherwise));
        }
    }
    return ASYNC_OK;
}

static async_status close_source(async_scope, const source *over)
{
    return over->instance ? async_await(async_aclose(over->object), NULL) : ASYNC_OK;
}

static async_status loop_and_close(async_scope, activation *self, const source *over,
                                   const cJSON *json)
{
    async_status status = loop_over(async_here, self, over->object, json);
    if (!json_true(json, "close"))
        return status;
    pending before = put_aside(self, status);
    event(self->who, "closing");
    return take_up(self, before, close_source(async_here, over));
}

async_status run_for(async_scope, activation *self, const cJSON *json)
{
    source over = source_open(json_member(json, "src"));
    event(self->who, "for", over.label ? async_value_of(over.label) : async_none());
    async_status status = loop_and_close(async_here, self, &over, json);
    async_release(over.object);
    return status;
}

/* `try`: handlers, `else` and `finally`. */
#include "activation.h"
#include "errors.h"
#include "trace.h"

pending put_aside(activation *self, async_status status)
{
    pending before = {async_error_take(status), self->jump};
    self->jump = NO_JUMP;
    return before;
}

async_status take_up(activation *self, pending before, async_status status)
{
    if (async_failed(status) || self->jump) {
        async_error_release(before.error);
        return status;
    }
    self->jump = before.jump;
    return async_raise_again(before.error);
}

/* The first handler of the exception, or NULL. */
static const cJSON *find_handler(const cJSON *handlers, async_status status, int *index)
{
    const cJSON *each;
    *index = 0;
    cJSON_ArrayForEach(each, handlers)
    {
        if (async_error_is(status, error_type(json_text(each, "t"))))
            return each;
        ++*index;
    }
    return NULL;
}

static async_status handle(async_scope, activation *self, const cJSON *handlers,
                           async_status status)
{
    int index;
    const cJSON *handler = find_handler(handlers, status, &index);
    if (!handler)
        return status;
    handling here = {self->handled, async_error_take(status)};
    self->handled = &here;
    event(self->who, "except", async_value_of(index), async_value_of(here.error));
    status = block(async_here, self, json_member(handler, "body"));
    self->handled = here.outer;
    async_error_release(here.error);
    return status;
}

static async_status body_and_handlers(async_scope, activation *self, const cJSON *json)
{
    const cJSON *handlers = json_member(json, "except");
    const cJSON *otherwise = json_member(json, "else");
    async_status status = block(async_here, self, json_member(json, "body"));
    if (async_failed(status))
        return handle(async_here, self, handlers, status);
    if (self->jump || !otherwise || !cJSON_GetArraySize(handlers))
        return ASYNC_OK;
    event(self->who, "else");
    return block(async_here, self, otherwise);
}

async_status run_try(async_scope, activation *self, const cJSON *json)
{
    const cJSON *last = json_member(json, "finally");
    async_status status = body_and_handlers(async_here, self, json);
    if (!last)
        return status;
    pending before = put_aside(self, status);
    event(self->who, "finally");
    return take_up(self, before, block(async_here, self, last));
}

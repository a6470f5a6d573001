/* Async iterators of JavaScript, consumed by C: the C side of `for await`. */
#include "handle.h"
#include "iteration.h"

static async_status source_close(async_coroutine *here, async_object *object)
{
    async__ticket *ticket = async__ticket_of(here);
    if (!ticket)
        return async__no_memory();
    int32_t called = ASYNC__OUTSIDE(async__js_return(async__handle_index(object), ticket));
    if (async__is_thrown(called))
        return async__raise_thrown_handle(async__thrown_handle(called));
    async_value ignored;
    return called == ASYNC__JS_ABSENT ? ASYNC_OK : async__promise_wait(here, &ignored);
}

/* An iterator that failed is not closed; one whose item is of no use here is left early. */
static async_status source_anext(async_coroutine *here, async_object *object, async_value *item)
{
    async__ticket *ticket = async__ticket_of(here);
    if (!ticket)
        return async__no_memory();
    int32_t called = ASYNC__OUTSIDE(async__js_next(async__handle_index(object), ticket));
    if (async__is_thrown(called))
        return async__raise_thrown_handle(async__thrown_handle(called));
    async_status status = async__promise_wait(here, item);
    if (async_failed(status) && here->value.kind == ASYNC_BOOL) {
        here->value = async_none();
        async_error_clear(source_close(here, object));
    }
    return status;
}

static const async_type source_type = {.name = "JavaScript async iterator",
                                       .drop = async__handle_drop,
                                       .aiter = async__aiter_self,
                                       .anext = source_anext,
                                       .aclose = source_close,
                                       .foreign = true};

async_status async__source_open(async_object *iterable, async_object **iterator)
{
    int32_t opened = ASYNC__OUTSIDE(async__js_iterator(async__handle_index(iterable)));
    if (async__is_thrown(opened))
        return async__raise_thrown_handle(async__thrown_handle(opened));
    if (opened == ASYNC__JS_ABSENT)
        return async__raise_not_iterable(async_type_name(iterable));
    *iterator = async__handle_create(&source_type, (uint32_t)opened);
    return *iterator ? ASYNC_OK : async__no_memory();
}

/* What a body gives by yield and return, and what becomes of it on the way out. */
#include "coroutine.h"
#include "port/values.h"

#include <asyncfor/define.h>
#include <asyncfor/javascript.h>

static bool may_yield(const async_coroutine *here)
{
    return !(here->expects & ASYNC__EXPECTS_NO_YIELD);
}

/* What a generator yields or returns: JavaScript's promises stand for what they come to. */
static async_status settle(async_coroutine *here, async_value *value)
{
    if (!value->object)
        return async__raised_last();
    const async__frame *frame = async__frame_of(here);
    if (!may_yield(here) || frame->definition->kind == ASYNC__SYNC_GENERATOR ||
        frame->task->by_hand || !async_is_js(value->object))
        return ASYNC_OK;
    return async__outside_settle(here, value);
}

/* In C a comparison is an int, and 1 may stand for 1.0: what was declared tells which is meant. */
static void convert(uint8_t expects, async_value *value)
{
    if (value->kind == ASYNC_INT && expects == ASYNC_BOOL)
        *value = async__value_of_bool(value->integer != 0);
    else if (value->kind == ASYNC_INT && expects == ASYNC_DOUBLE)
        *value = async__value_of_double((double)value->integer);
    else if (value->kind == ASYNC_BOOL && expects == ASYNC_INT)
        *value = async__value_of_integer(value->boolean);
    else if (value->kind == ASYNC_BOOL && expects == ASYNC_DOUBLE)
        *value = async__value_of_double(value->boolean);
}

static async_status refuse_yield(async_coroutine *here)
{
    async_value_release(here->value);
    here->value = async_none();
    return async_raise(async_RuntimeError, "'yield' outside async generator");
}

/* What is there to be yielded may have to be awaited first. */
async_status async__settle_item(async_coroutine *here)
{
    if (!may_yield(here))
        return refuse_yield(here);
    async_value value = here->value;
    here->value = async_none();
    async_try(settle(here, &value));
    here->value = value;
    return ASYNC_OK;
}

/* It is there in a module with generators that run ahead. */
#pragma weak async__item_ahead

/* The same for what needs no waiting. False: the body goes on at once, with `here->status`. */
bool async__convert_item(async_coroutine *here)
{
    if (!may_yield(here)) {
        here->status = refuse_yield(here);
        return false;
    }
    if (here->value.holds) {
        here->status = async_value_own(here->value, &here->value);
        return !async_failed(here->status);
    }
    convert(async__frame_of(here)->definition->item->expects, &here->value);
    return here->expects != ASYNC__EXPECTS_MANY || !async__item_ahead(here);
}

/* What a generator returns is of no declared type. */
static inline void convert_result(const async_coroutine *here, async_value *value)
{
    if (!may_yield(here))
        convert(here->expects & ~ASYNC__EXPECTS_NO_YIELD, value);
}

static __attribute__((noinline)) async_status return_any(async_coroutine *here, async_value value)
{
    async_value_release(here->value);
    here->value = async_none();
    if (value.kind == ASYNC_OBJECT)
        async_try(settle(here, &value));
    else
        convert_result(here, &value);
    return async_value_own(value, &here->value);
}

async_status async__return(async_coroutine *here, async_value value)
{
    /* What holds nothing takes the place of what holds nothing. */
    if (__builtin_expect(value.kind >= ASYNC_STRING || here->value.kind >= ASYNC_STRING, 0))
        return return_any(here, value);
    convert_result(here, &value);
    here->value = value;
    return ASYNC_OK;
}

async_status async__take_item(async_coroutine *here, async_status status, const char *method,
                              async_value *item)
{
    async__frame *frame = async__frame_of(here);
    if (!async_failed(status)) {
        status = frame->close_failure;
        frame->close_failure = ASYNC_OK;
    }
    *item = here->value;
    here->value = async_none();
    if (!async_failed(status))
        return status;
    async_value_release(*item);
    *item = async_none();
    if (async_stopped(status))
        return status;
    async__error_leaves(status.error, method);
    return async_raise_again(async__error_from_coroutine(async_error_take(status)));
}

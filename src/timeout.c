/* Limits of time (asyncio.timeout, asyncio.wait_for). */
#include "coroutine.h"
#include "memory.h"
#include "refuse.h"

#include <asyncfor/define.h>
#include <asyncfor/future.h>
#include <asyncfor/with.h>
#include <math.h>

typedef enum timeout_state { CREATED, ENTERED, EXPIRING, EXPIRED, EXITED } timeout_state;

typedef struct timeout_object {
    async_object object;
    async__timer timer;
    double seconds;
    async__frame *task;  /* That is cancelled; it is inside the context, and so lives. */
    uint32_t cancelling; /* Of the task when the context was entered. */
    uint8_t state;
} timeout_object;

static timeout_object *timeout_of(async_object *object)
{
    return (timeout_object *)(void *)object;
}

static void expire(async__callback *callback)
{
    timeout_object *expired = ASYNC__OWNER(callback, timeout_object, timer.callback);
    expired->state = EXPIRING;
    (void)async__frame_cancel(expired->task);
}

static async_status schedule(timeout_object *limit)
{
    if (isinf(limit->seconds) && limit->seconds > 0)
        return ASYNC_OK;
    if (limit->seconds > 0)
        return async__loop_ready_after(&limit->timer, limit->seconds * 1000);
    async__loop_ready(&limit->timer.callback);
    return ASYNC_OK;
}

static async_status timeout_enter(async__suspends(here), async_object *object, async_value *value)
{
    timeout_object *limit = timeout_of(object);
    if (limit->state != CREATED)
        return async_raise(async_RuntimeError, "Timeout has already been entered");
    limit->task = async__frame_of(here)->task;
    limit->cancelling = limit->task->cancelling;
    async_try(schedule(limit));
    limit->state = ENTERED;
    *value = async__value_of_object(async_retain(object));
    return ASYNC_OK;
}

/* The one request to cancel the task that was ours is taken back. */
static bool was_ours(timeout_object *limit)
{
    limit->task->cancelling -= limit->task->cancelling > 0;
    return limit->task->cancelling <= limit->cancelling;
}

static async_status timeout_exit(async__suspends(here), async_object *object, async_error *error,
                                 bool *swallowed)
{
    timeout_object *limit = timeout_of(object);
    (void)here;
    *swallowed = false;
    async__loop_cancel(&limit->timer);
    bool expired = limit->state == EXPIRING;
    limit->state = expired ? EXPIRED : EXITED;
    async_status status = {error};
    if (!expired || !was_ours(limit) || !async_error_is(status, async_CancelledError))
        return ASYNC_OK;
    return async_raise_from(status, async_TimeoutError, "%s", "");
}

static void timeout_drop(async_object *object)
{
    async__loop_cancel(&timeout_of(object)->timer);
    async__free(object);
}

static const async_type timeout_type = {
    .name = "Timeout", .drop = timeout_drop, .aenter = timeout_enter, .aexit = timeout_exit};

static async_status check_seconds(double seconds)
{
    return isnan(seconds) ? async_raise(async_ValueError, "Invalid delay: NaN (not a number)")
                          : ASYNC_OK;
}

async_owned async_timeout(double seconds)
{
    async_status status = check_seconds(seconds);
    timeout_object *limit = async_failed(status) ? NULL : async__allocate_zeroed(sizeof *limit);
    if (!limit)
        return (async_owned){NULL, async_failed(status) ? status : async__no_memory()};
    limit->object = (async_object){&timeout_type, 1};
    limit->timer.callback.run = expire;
    limit->seconds = seconds;
    return (async_owned){&limit->object, ASYNC_OK};
}

async_status async_timeout_reschedule(async_object *timeout, double seconds)
{
    if (!timeout || timeout->type != &timeout_type)
        return async__refuse("async_timeout_reschedule", "a timeout", timeout);
    async_try(check_seconds(seconds));
    timeout_object *limit = timeout_of(timeout);
    if (limit->state == CREATED)
        return async_raise(async_RuntimeError, "Timeout has not been entered");
    if (limit->state != ENTERED)
        return async_raise(async_RuntimeError, "Cannot change state of %s Timeout",
                           limit->state == EXPIRING  ? "expiring"
                           : limit->state == EXPIRED ? "expired"
                                                     : "finished");
    async__loop_cancel(&limit->timer);
    limit->seconds = seconds;
    return schedule(limit);
}

bool async_timeout_expired(const async_object *timeout)
{
    if (!timeout || timeout->type != &timeout_type)
        return false;
    uint8_t state = ((const timeout_object *)(const void *)timeout)->state;
    return state == EXPIRING || state == EXPIRED;
}

/* Without any time, only what is done already is in time. */
static async_status take_at_once(async_scope, async_object *awaitable, async_value *result)
{
    async_owned task = async_spawn((async_owned){async_retain(awaitable), ASYNC_OK});
    async_try(task.status);
    (void)async_cancel(task.object);
    async_status status = async__await_owned(async_here, task, result);
    if (!async_error_is(status, async_CancelledError))
        return status;
    return async_raise_from(status, async_TimeoutError, "%s", "");
}

static async_status take_in_time(async_scope, async_object *limit, async_object *awaitable,
                                 async_value *result)
{
    async_try(async_enter(limit, NULL));
    async_status status = async_await(awaitable, result);
    return async_exit(limit, status);
}

ASYNC_FUNCTION(wait_for, async_value, (async_iterable, awaitable), (double, seconds))
{
    async_value result = async_none();
    if (args->seconds <= 0) {
        async_try(take_at_once(async_here, args->awaitable, &result));
        return async_return(result);
    }
    async_owned limit = async_timeout(args->seconds);
    async_try(limit.status);
    async_status status = take_in_time(async_here, limit.object, args->awaitable, &result);
    async_release(limit.object);
    async_try(status);
    return async_return(result);
}

async_owned async_wait_for(async_owned awaitable, double seconds)
{
    if (!awaitable.object)
        return awaitable;
    return async_new(wait_for, .awaitable = awaitable.object, .seconds = seconds);
}

#include "port/run.h"
#include "generators.h"
#include "task.h"
#include "warn.h"

#include <asyncfor/define.h>
#include <asyncfor/future.h>
#include <asyncfor/generator.h>
#include <asyncfor/run.h>
#include <asyncfor/sync.h>

/* Errors of tasks that are cancelled at the end reach nobody else. */
static async_status end_task(async_scope, async_object *task)
{
    async_status status = async_await(task, NULL);
    async_error *error = async_error_take(status);
    if (error && !async_error_is(status, async_CancelledError))
        async__warn("unhandled exception during async_run() shutdown", task, error);
    async_error_release(error);
    return ASYNC_OK;
}

/* Waits for all tasks but the one that does this. */
static async_status end_tasks(async_scope)
{
    const async_object *own = async_current_task();
    for (async_object *task; (task = async__task_any(own));) {
        async_object *held = async_retain(task);
        async_status status = end_task(async_here, held);
        async_release(held);
        async_try(status);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(close_generator, async_value, (async_iterable, generator))
{
    async__generator *generator = async__generator_of(args->generator);
    async_status status = async_await(async_aclose(args->generator), NULL);
    if (async_failed(status))
        async__generator_report(generator, status);
    return ASYNC_OK;
}

/* Each is closed by a task of its own, so that none waits for another's cleanup. */
static async_status close_generators(async_scope)
{
    for (async_object *object; (object = async__generators_take());) {
        async_owned task = async_spawn(async_new(close_generator, .generator = object));
        async_try(task.status);
        async_release(task.object);
    }
    return end_tasks(async_here);
}

/* The tasks are those that have been cancelled, and may have ended since. */
ASYNC_FUNCTION(shut_down, async_value, (async_iterable, tasks))
{
    sync_for (async_iterable, task, args->tasks) {
        async_try(end_task(async_here, task));
    }
    for (;;) {
        async_try(end_tasks(async_here));
        async_try(close_generators(async_here));
        async_owned dropped = async__generators_dropped();
        if (!dropped.object)
            return dropped.status;
        async_try(async_await(dropped, NULL));
    }
}

static async_status refused(async_owned awaitable, const char *why)
{
    async_release(awaitable.object);
    return async_raise(async_RuntimeError, "%s", why);
}

static async_status run_task(async_owned awaitable, async_value *result)
{
    async_owned task = async_spawn(awaitable);
    async_try(task.status);
    async_status status = async__wait_in_main(async__future_of(task.object));
    async_value outcome = async_none();
    if (!async_failed(status))
        status = async_future_result(task.object, &outcome);
    async_release(task.object);
    if (result)
        *result = outcome;
    else
        async_value_release(outcome);
    return status;
}

/* Cancels what is left, at once, and waits for it. */
static async_status end_all(void)
{
    async_owned tasks = async_list_new();
    async_try(tasks.status);
    async__task_cancel_all(tasks.object);
    async__generators_cancel_dropped();
    return run_task(async_new(shut_down, .tasks = tasks.object), NULL);
}

async_status async_run(async_owned awaitable, async_value *result)
{
    if (result)
        *result = async_none();
    if (!awaitable.object)
        return awaitable.status;
    if (!async__in_main())
        return refused(awaitable, "async_run() cannot be called from a running event loop");
    async_status status = run_task(awaitable, result);
    async_status ended = end_all();
    if (!async_failed(status))
        return ended;
    async_error_clear(ended);
    return status;
}

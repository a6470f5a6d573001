/* What coroutines wait for each other with: lock, event and queue, as asyncio has them. */
#include "asyncio.h"

/* All of these have ended, whichever way. */
static async_status ended(async_scope, async_owned *tasks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        async_status status = async_await(tasks[i], NULL);
        if (!async_error_is(status, async_CancelledError))
            async_try(status);
        async_error_clear(status);
    }
    return ASYNC_OK;
}

#define ENDED(tasks) async_try(ended(async_here, tasks, sizeof(tasks) / sizeof *(tasks)))

ASYNC_FUNCTION(holds, async_value, (async_string, name), (async_iterable, lock))
{
    async_status status = async_lock_acquire(args->lock);
    note_two(args->name, async_failed(status) ? "-" : "");
    async_try(status);
    async_try(async_sleep(0));
    note_two(args->name, "!");
    return async_lock_release(args->lock);
}

#define HOLDS(text, what) \
    async_spawn(async_new(holds, .name = NAME(text), .lock = async_retain((what).object)))

ASYNC_FUNCTION(a_lock_is_given_to_those_who_wait_in_their_order, async_value)
{
    async_owned lock = async_lock_new();
    async_owned tasks[] = {HOLDS("a", lock), HOLDS("b", lock), HOLDS("c", lock)};
    CHECK(!async_lock_locked(lock.object));
    async_try(async_sleep(0));
    CHECK(async_lock_locked(lock.object));
    ENDED(tasks);
    CHECK(!async_lock_locked(lock.object));
    CHECK_LOG("a a! b b! c c!");
    CHECK_ERROR(async_lock_release(lock.object), async_RuntimeError, "Lock is not acquired.");

    async_try(async_lock_acquire(lock.object));
    async_owned others[] = {HOLDS("a", lock), HOLDS("b", lock), HOLDS("c", lock)};
    async_try(async_sleep(0));
    CHECK(async_cancel(others[0].object));
    async_try(async_sleep(0));
    async_try(async_lock_release(lock.object));
    CHECK(!async_lock_locked(lock.object));
    async_try(async_lock_acquire(lock.object));
    note("main");
    async_try(async_lock_release(lock.object));
    ENDED(others);
    async_release(lock.object);
    CHECK_LOG("a- b b! c c! main");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_lock_is_not_lost_with_whom_it_was_given_to, async_value)
{
    async_owned lock = async_lock_new();
    async_try(async_lock_acquire(lock.object));
    async_owned tasks[] = {HOLDS("a", lock), HOLDS("b", lock)};
    async_try(async_sleep(0));
    async_try(async_lock_release(lock.object));
    CHECK(async_cancel(tasks[0].object));
    ENDED(tasks);
    CHECK(!async_lock_locked(lock.object));
    CHECK_LOG("a- b b!");

    async_try(async_lock_acquire(lock.object));
    async_owned first[] = {HOLDS("a", lock)};
    async_try(async_sleep(0));
    async_try(async_lock_release(lock.object));
    async_owned second[] = {HOLDS("b", lock)};
    ENDED(second);
    ENDED(first);
    async_release(lock.object);
    CHECK_LOG("a a! b b!");
    return ASYNC_OK;
}

ASYNC_FUNCTION(works_within, async_value, (async_string, name), (async_iterable, lock),
               (bool, fails))
{
    async_with (async_value, value, args->lock) {
        CHECK(value.kind == ASYNC_NONE);
        note_two(args->name, "");
        async_try(async_sleep(0));
        if (args->fails)
            return async_raise(async_ValueError, "within");
    }
    note_two(args->name, "!");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_lock_is_a_context_manager, async_value)
{
    async_owned lock = async_lock_new();
    async_owned a = async_spawn(async_new(works_within, .name = NAME("a"),
                                          .lock = async_retain(lock.object), .fails = true));
    async_owned b = async_spawn(async_new(works_within, .name = NAME("b"),
                                          .lock = async_retain(lock.object), .fails = false));
    RAISES(a, async_ValueError, "within");
    note("a?");
    GIVES(b, "None");
    CHECK(!async_lock_locked(lock.object));
    async_release(lock.object);
    CHECK_LOG("a b a? b!");
    return ASYNC_OK;
}

ASYNC_FUNCTION(waits, async_value, (async_string, name), (async_iterable, event))
{
    async_status status = async_event_wait(args->event);
    note_two(args->name, async_failed(status) ? "-" : "");
    return status;
}

#define WAITS(text, what) \
    async_spawn(async_new(waits, .name = NAME(text), .event = async_retain((what).object)))

ASYNC_FUNCTION(an_event_wakes_all_who_wait, async_value)
{
    async_owned event = async_event_new();
    async_owned tasks[] = {WAITS("a", event), WAITS("b", event), WAITS("c", event)};
    async_try(async_sleep(0));
    CHECK(!async_event_is_set(event.object));
    CHECK(async_cancel(tasks[1].object));
    async_try(async_sleep(0));
    async_try(async_event_set(event.object));
    async_try(async_event_set(event.object));
    CHECK(async_event_is_set(event.object));
    async_try(async_event_clear(event.object));
    note("set");
    CHECK(!async_event_is_set(event.object));
    ENDED(tasks);
    async_try(async_event_set(event.object));
    async_try(async_event_wait(event.object));
    note("main");
    async_release(event.object);
    CHECK_LOG("b- set a c main");
    return ASYNC_OK;
}

ASYNC_FUNCTION(gets, async_value, (async_string, name), (async_iterable, queue))
{
    async_value item;
    async_status status = async_queue_get(args->queue, &item);
    note_two(args->name, async_failed(status) ? "-" : "");
    async_try(status);
    note_value(item);
    return ASYNC_OK;
}

ASYNC_FUNCTION(puts_itself, async_value, (async_string, name), (async_iterable, queue))
{
    async_status status = async_queue_put(args->queue, args->name);
    note_two(args->name, async_failed(status) ? "-" : "");
    return status;
}

#define GETS(text, what) \
    async_spawn(async_new(gets, .name = NAME(text), .queue = async_retain((what).object)))
#define NOTES_THREE(what) async_new(notes_three, .queue = async_retain((what).object))
#define PUTS(text, what) \
    async_spawn(async_new(puts_itself, .name = NAME(text), .queue = async_retain((what).object)))

static void note_next(async_object *queue)
{
    async_value item;
    async_error_clear(noted(async_queue_get_nowait(queue, &item)));
    note_value(item);
}

ASYNC_FUNCTION(a_queue_gives_its_items_in_their_order, async_value)
{
    async_owned queue = async_queue_new(0);
    async_owned tasks[] = {GETS("a", queue), GETS("b", queue), GETS("c", queue)};
    async_try(async_sleep(0));
    char text[] = "text";
    async_try(async_queue_put_nowait(queue.object, text));
    text[0] = '?';
    async_try(async_queue_put_nowait(queue.object, async_list(1)));
    async_try(async_queue_put_nowait(queue.object, 3));
    CHECK(async_queue_size(queue.object) == 3);
    ENDED(tasks);
    CHECK_LOG("a 'text' b [1] c 3");
    for (int i = 0; i < 20; i++)
        async_try(async_queue_put(queue.object, i));
    for (int i = 0; i < 20; i++) {
        async_value item;
        async_try(async_queue_get(queue.object, &item));
        CHECK(item.integer == i);
        async_try(async_queue_put(queue.object, async_none()));
    }
    /* What is left is dropped with it. */
    async_try(async_queue_put(queue.object, async_list(1)));
    async_release(queue.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(notes_three, async_value, (async_iterable, queue))
{
    for (int i = 0; i < 3; i++) {
        async_value item;
        async_try(async_queue_get(args->queue, &item));
        note_value(item);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_queue_that_is_full_lets_wait, async_value)
{
    async_owned queue = async_queue_new(2);
    async_owned tasks[] = {PUTS("a", queue), PUTS("b", queue), PUTS("c", queue), PUTS("d", queue)};
    async_try(async_sleep(0));
    CHECK(async_queue_size(queue.object) == 2);
    CHECK_ERROR(async_queue_put_nowait(queue.object, 9), async_QueueFull, "");
    note_next(queue.object);
    CHECK(async_queue_size(queue.object) == 1);
    async_try(async_sleep(0));
    CHECK(async_queue_size(queue.object) == 2);
    /* Without memory there may be nobody who puts. */
    async_try(async_await(async_wait_for(NOTES_THREE(queue), 1), NULL));
    async_value item;
    CHECK_ERROR(async_queue_get_nowait(queue.object, &item), async_QueueEmpty, "");
    CHECK(item.kind == ASYNC_NONE);
    ENDED(tasks);
    async_release(queue.object);
    CHECK_LOG("a b OK 'a' c 'b' 'c' d 'd'");
    return ASYNC_OK;
}

ASYNC_FUNCTION(who_is_cancelled_passes_on_what_woke_it, async_value)
{
    async_owned queue = async_queue_new(0);
    async_owned woken[] = {GETS("a", queue), GETS("b", queue)};
    async_try(async_sleep(0));
    async_try(async_queue_put_nowait(queue.object, 1));
    CHECK(async_cancel(woken[0].object));
    ENDED(woken);
    CHECK_LOG("a- b 1");
    async_owned waiting[] = {GETS("a", queue), GETS("b", queue)};
    async_try(async_sleep(0));
    CHECK(async_cancel(waiting[0].object));
    async_try(async_sleep(0));
    async_try(async_queue_put_nowait(queue.object, 1));
    ENDED(waiting);
    CHECK_LOG("a- b 1");

    async_owned robbed[] = {GETS("a", queue)};
    async_try(async_sleep(0));
    async_try(async_queue_put_nowait(queue.object, 1));
    note_next(queue.object);
    async_try(turns(async_here, 2));
    CHECK(!async_done(robbed[0].object));
    async_try(async_queue_put_nowait(queue.object, 2));
    ENDED(robbed);
    async_release(queue.object);
    CHECK_LOG("OK 1 a 2");

    queue = async_queue_new(1);
    async_try(async_queue_put_nowait(queue.object, 0));
    async_owned putters[] = {PUTS("a", queue), PUTS("b", queue)};
    async_try(async_sleep(0));
    note_next(queue.object);
    CHECK(async_cancel(putters[0].object));
    ENDED(putters);
    note_next(queue.object);
    CHECK(async_queue_size(queue.object) == 0);
    async_release(queue.object);
    CHECK_LOG("OK 0 a- b OK 'b'");
    return ASYNC_OK;
}

ASYNC_FUNCTION(joins, async_value, (async_iterable, queue))
{
    async_try(noted(async_queue_join(args->queue)));
    return ASYNC_OK;
}

ASYNC_FUNCTION(join_waits_until_all_is_done, async_value)
{
    async_owned queue = async_queue_new(0);
    CHECK_ERROR(async_queue_task_done(queue.object), async_ValueError,
                "task_done() called too many times");
    async_try(async_queue_join(queue.object));
    async_try(async_queue_put_nowait(queue.object, 1));
    async_try(async_queue_put_nowait(queue.object, 2));
    async_owned task = async_spawn(async_new(joins, .queue = async_retain(queue.object)));
    async_try(async_sleep(0));
    note_next(queue.object);
    async_try(async_queue_task_done(queue.object));
    async_try(async_sleep(0));
    note("one");
    note_next(queue.object);
    async_try(async_queue_task_done(queue.object));
    note("two");
    GIVES(task, "None");
    CHECK_LOG("OK 1 one OK 2 two OK");
    async_try(async_queue_put_nowait(queue.object, 1));
    task = async_spawn(async_new(joins, .queue = async_retain(queue.object)));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object));
    RAISES(task, async_CancelledError, "");
    CHECK_LOG("CancelledError");
    async_release(queue.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(another_object_is_a_type_error, async_value)
{
    async_value item;
    async_owned list = async_list(1);
    CHECK_ERROR(async_lock_acquire(list.object), async_TypeError,
                "async_lock_acquire() argument must be Lock, not list");
    CHECK_ERROR(async_lock_release(NULL), async_TypeError,
                "async_lock_release() argument must be Lock, not NoneType");
    CHECK_ERROR(async_event_wait(list.object), async_TypeError,
                "async_event_wait() argument must be Event, not list");
    CHECK_ERROR(async_event_set(list.object), async_TypeError,
                "async_event_set() argument must be Event, not list");
    CHECK_ERROR(async_event_clear(list.object), async_TypeError,
                "async_event_clear() argument must be Event, not list");
    CHECK_ERROR(async_queue_put(list.object, async_list(1)), async_TypeError,
                "async_queue_put() argument must be Queue, not list");
    CHECK_ERROR(async_queue_put_nowait(list.object, async_list(1)), async_TypeError,
                "async_queue_put_nowait() argument must be Queue, not list");
    CHECK_ERROR(async_queue_get(list.object, &item), async_TypeError,
                "async_queue_get() argument must be Queue, not list");
    CHECK_ERROR(async_queue_get_nowait(list.object, &item), async_TypeError,
                "async_queue_get_nowait() argument must be Queue, not list");
    CHECK_ERROR(async_queue_join(list.object), async_TypeError,
                "async_queue_join() argument must be Queue, not list");
    CHECK_ERROR(async_queue_task_done(list.object), async_TypeError,
                "async_queue_task_done() argument must be Queue, not list");
    CHECK(!async_lock_locked(list.object) && !async_event_is_set(NULL));
    CHECK(async_queue_size(list.object) == 0);
    async_release(list.object);
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    RUN(a_lock_is_given_to_those_who_wait_in_their_order);
    RUN(a_lock_is_not_lost_with_whom_it_was_given_to);
    RUN(a_lock_is_a_context_manager);
    RUN(an_event_wakes_all_who_wait);
    RUN(a_queue_gives_its_items_in_their_order);
    RUN(a_queue_that_is_full_lets_wait);
    RUN(who_is_cancelled_passes_on_what_woke_it);
    RUN(join_waits_until_all_is_done);
    RUN(another_object_is_a_type_error);
    return failures;
}

/**
 * @file synchronization.h
 * What coroutines wait for each other with: lock, event, queue (asyncio.Lock, Event, Queue).
 *
 * All are objects. What waits is a call that returns a status, and no awaitable: to wait with a
 * limit of time, use async_timeout(), or put the call into a function of its own. Those who wait go
 * on first come first served. A function that is given an object
 * of another type raises TypeError.
 */
#ifndef ASYNCFOR_SYNCHRONIZATION_H
#define ASYNCFOR_SYNCHRONIZATION_H

#include <asyncfor/scope.h>

ASYNC__C_BEGIN

async_status async__lock_acquire(async_coroutine *here, async_object *lock) ASYNC_MUST_CHECK;
async_status async__event_wait(async_coroutine *here, async_object *event) ASYNC_MUST_CHECK;
async_status async__queue_put(async_coroutine *here, async_object *queue,
                              async_value item) ASYNC_MUST_CHECK;
async_status async__queue_put_nowait(async_object *queue, async_value item) ASYNC_MUST_CHECK;
async_status async__queue_get(async_coroutine *here, async_object *queue,
                              async_value *item) ASYNC_MUST_CHECK;
async_status async__queue_join(async_coroutine *here, async_object *queue) ASYNC_MUST_CHECK;

/** A lock that nobody holds; also a context manager: `async_with (async_value, none, lock)`.
 * @return new; MemoryError. */
async_owned async_lock_new(void) ASYNC_MUST_CHECK;

/** Waits until nobody holds the lock, and takes it. @param lock borrowed. @return OK;
 * CancelledError; MemoryError. */
#define async_lock_acquire(lock) async__lock_acquire(async__here("await"), lock)

/** Gives the lock up: who waits first may go on. @param lock borrowed. @return OK; RuntimeError if
 * nobody holds it. */
async_status async_lock_release(async_object *lock) ASYNC_MUST_CHECK;

/** Tells whether the lock is held. @param lock borrowed. @return true while somebody holds it. */
bool async_lock_locked(const async_object *lock);

/** An event that is not set. @return new; MemoryError. */
async_owned async_event_new(void) ASYNC_MUST_CHECK;

/** Waits until the event is set. @param event borrowed. @return OK; CancelledError; MemoryError. */
#define async_event_wait(event) async__event_wait(async__here("await"), event)

/** Sets the event: all who wait go on, and nobody waits any more. @param event borrowed. @return
 * OK.
 */
async_status async_event_set(async_object *event) ASYNC_MUST_CHECK;

/** Takes that back: who comes now waits. @param event borrowed. @return OK. */
async_status async_event_clear(async_object *event) ASYNC_MUST_CHECK;

/** Tells whether the event is set. @param event borrowed. @return true while it is. */
bool async_event_is_set(const async_object *event);

extern const async_error_type async_QueueEmpty[1]; /**< asyncio's, an Exception: nothing to get. */
extern const async_error_type async_QueueFull[1];  /**< asyncio's, an Exception: no room to put. */

/** A queue. @param maximum how many items it holds; 0 for any number. @return new; MemoryError. */
async_owned async_queue_new(size_t maximum) ASYNC_MUST_CHECK;

/** Puts an item at the end, once there is room. @param queue borrowed. @param item taken; text,
 * strings and bytes are copied. @return OK; CancelledError; MemoryError. */
#define async_queue_put(queue, item) \
    async__queue_put(async__here("await"), queue, async_value_of(item))

/** The same at once. @param queue borrowed. @param item taken, as for async_queue_put(). @return
 * OK; QueueFull if there is no room; MemoryError. */
#define async_queue_put_nowait(queue, item) async__queue_put_nowait(queue, async_value_of(item))

/** Takes the first item, once there is one. @param queue borrowed. @param item where it goes, new.
 * @return OK; CancelledError; MemoryError. */
#define async_queue_get(queue, item) async__queue_get(async__here("await"), queue, item)

/** The same at once. @param queue borrowed. @param item where it goes, new. @return OK; QueueEmpty
 * if there is none. */
async_status async_queue_get_nowait(async_object *queue, async_value *item) ASYNC_MUST_CHECK;

/** Counts what waits to be taken. @param queue borrowed. @return how many items the queue holds. */
size_t async_queue_size(const async_object *queue);

/** Tells that an item that was taken has been dealt with. @param queue borrowed. @return OK;
 * ValueError if all have been. */
async_status async_queue_task_done(async_object *queue) ASYNC_MUST_CHECK;

/** Waits until all items that were put have been dealt with. @param queue borrowed. @return OK;
 * CancelledError; MemoryError. */
#define async_queue_join(queue) async__queue_join(async__here("await"), queue)

ASYNC__C_END

#endif

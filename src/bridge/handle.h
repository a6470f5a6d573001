/**
 * @file handle.h
 * JavaScript values in the hands of C.
 */
#ifndef ASYNCFOR_BRIDGE_HANDLE_H
#define ASYNCFOR_BRIDGE_HANDLE_H

#include "coroutine.h"
#include "imports.h"

/** An object of the runtime that stands for a JavaScript value. */
typedef struct async__handle {
    async_object object;
    uint32_t index : 31;
    uint32_t as_they_are : 1; /* Of an iterator: its items are not to be copied. */
} async__handle;

extern const async_type async__javascript_type;

/** @param index a handle, taken. @return new; NULL: no memory, and the handle is given up. */
async_object *async__handle_create(const async_type *type, uint32_t index);

static inline uint32_t async__handle_index(const async_object *object)
{
    return ((const async__handle *)(const void *)object)->index;
}

/** Raises a thrown value. @param index its handle, taken. */
async_status async__raise_thrown_handle(uint32_t index) ASYNC_MUST_CHECK;

/**
 * Has `here` wait for a promise, as JavaScript has begun to: it is to be suspended next.
 * @param waiter as JavaScript calls this wait.
 */
static inline void async__promise_begin(async_coroutine *here, uint32_t waiter)
{
    async__frame *frame = async__frame_of(here);
    frame->waiter = waiter;
    frame->suspension = ASYNC__SUSPENSION_PROMISE;
    frame->begun = ASYNC__BEGUN_PROMISE;
    async__frame_begin_wait(frame);
}

/** What such a wait has come to. @param result where the value goes, new. @return its error. */
async_status async__promise_end(async_coroutine *here, async_value *result) ASYNC_MUST_CHECK;

/**
 * Suspends `here` until the promise that JavaScript has it wait for has settled.
 * @param waiter as JavaScript calls this wait.
 */
async_status async__promise_wait(async_coroutine *here, uint32_t waiter,
                                 async_value *result) ASYNC_MUST_CHECK;

/** `await` of a value of JavaScript: its slots. */
async_status async__promise_await(async__suspends(here), async_object *object, async_value *result);
async__begin async__promise_await_begin;

/** Awaits a value of JavaScript. @param as_it_is whether what it comes to stays one, too. */
async_status async__javascript_await(async_coroutine *here, async_object *object, bool as_it_is,
                                     async_value *result) ASYNC_MUST_CHECK;

/** Drops an object that stands for a JavaScript value. */
void async__handle_drop(async_object *object);

/** True for an object that stands for a JavaScript value. */
static inline bool async__is_javascript(const async_object *object)
{
    return object->type->drop == async__handle_drop;
}

/** A value of JavaScript. @param handle what a call of an import came to, taken. @return new. */
async_owned async__javascript_value(int32_t handle) ASYNC_MUST_CHECK;

/** The iterator of a JavaScript async iterable. @param iterator where it goes, new. */
async_status async__source_open(async_object *iterable, async_object **iterator) ASYNC_MUST_CHECK;

/**
 * The iterator of an iterable that is a generator of this very instance, and whose methods are
 * those that it was born with: C goes on with it, without JavaScript between.
 * @return new; an object of NULL, and OK, if it is none.
 */
async_owned async__own_open(async_object *iterable) ASYNC_MUST_CHECK;

/**
 * JavaScript code may call back into C, which then runs in no coroutine: it must not suspend
 * the one that made the call, because the frames of JavaScript between cannot be saved.
 */
#define ASYNC__OUTSIDE(call)                             \
    __extension__({                                      \
        async_coroutine *async__caller = async__current; \
        async__current = NULL;                           \
        __typeof__(call) async__result = (call);         \
        async__current = async__caller;                  \
        async__result;                                   \
    })

#endif

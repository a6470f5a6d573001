/**
 * @file with.h
 * Asynchronous context managers (PEP 492): async_enter and async_exit, the statement async_with,
 * and the managers that come with the runtime.
 */
#ifndef ASYNCFOR_WITH_H
#define ASYNCFOR_WITH_H

#include <asyncfor/for.h>

ASYNC__C_BEGIN

async_status async__context_enter(async_coroutine *here, async_value manager,
                                  async_value *value) ASYNC_MUST_CHECK;
async_status async__context_exit(async_coroutine *here, async_value manager,
                                 async_status status) ASYNC_MUST_CHECK;

/**
 * Enters a context: awaits `__aenter__`.
 * @param manager an object or a value, borrowed. @param value where the value of the context goes,
 * new; NULL drops it. @return its error; TypeError for what is no asynchronous context manager.
 */
#define async_enter(manager, value) \
    async__context_enter(async__here("async with"), async__borrowed(manager), value)

/**
 * Leaves a context: awaits `__aexit__`.
 *
 *     async_status status;
 *     async_try(async_enter(manager, &resource));
 *     async_try_goto(status, work(async_here), leave);
 * leave:
 *     return async_exit(manager, status);
 *
 * @param manager as for async_enter(). @param status how the block ended.
 * @return the status of the block; OK if the manager swallows its error; the manager's own error,
 * of which the block's is the context.
 */
#define async_exit(manager, status) \
    async__context_exit(async__here("async with"), async__borrowed(manager), status)

/* The state of one block. */
typedef struct async__with {
    async_coroutine *here;
    async_object *manager; /* Owned; NULL once the block has been left. */
    async_value value;     /* Owned: the variable borrows from it. */
    async_status status;
    size_t raised; /* Errors that nobody had taken when the block was entered. */
    bool once;
    bool entered;
} async__with;

async__with async__with_open(async_coroutine *here, async_object *manager);
async__with async__with_open_owned(async_coroutine *here, async_owned manager);
async_status async__with_leave(async__with *block) ASYNC_MUST_CHECK;
void async__with_abandon(async__with *block);

/* clang-format off */
#define async__with_of(here, manager)                                                              \
    _Generic((manager),                                                                            \
        async_owned: async__with_open_owned,                                                       \
        default: async__with_open)(here, manager)
/* clang-format on */

/**
 * `async with`: runs the statement that follows once, inside a context.
 *
 *     async_with (async_value, resource, manager) { … }
 *
 * @param type the type of the variable, as for async_for. @param variable its name, in sight in the
 * statement: the value of the context, borrowed. @param manager an object, borrowed; what
 * async_new() and its like give is taken.
 *
 * However the block is left, the context is left, and that is awaited; `break` leaves the block. An
 * error of the manager is returned from the function. `__aexit__` sees an error that the block
 * returns, but cannot keep the function from returning it: where a manager may swallow an error or
 * change it, use async_enter() and async_exit().
 */
#define async_with(type, variable, manager) \
    async__with_block(type, variable, manager, async__paste(async__with_, __COUNTER__))

#define async__with_block(type, variable, manager, block)                        \
    for (async__with block __attribute__((cleanup(async__with_abandon))) =       \
             async__with_of(async__here("async with"), manager);                 \
         block.once; async__try_expression(async__with_leave(&block)))           \
        for (type variable; __extension__({                                      \
                 bool async__enters = !block.entered;                            \
                 if (async__enters) {                                            \
                     block.entered = true;                                       \
                     async_try(block.status);                                    \
                     async_try(async_value_into(type, &block.value, &variable)); \
                 }                                                               \
                 async__enters;                                                  \
             });)

/** The context in which a generator is used: leaving it awaits `aclose` (contextlib.aclosing). Its
 * value is the generator. @param generator taken. @return new. */
async_owned async_aclosing(async_owned generator) ASYNC_MUST_CHECK;

/**
 * A context manager made of an asynchronous generator that yields once: the value of the context
 * (contextlib.asynccontextmanager). An error of the block is raised at the yield.
 * @param generator taken. @return new.
 */
async_owned async_context_manager(async_owned generator) ASYNC_MUST_CHECK;

/**
 * A context that cancels what runs in it after a time, and turns the CancelledError that comes of
 * it into TimeoutError (asyncio.timeout). As it changes the error, use async_enter() and
 * async_exit(). @param seconds from entering on; infinity for no limit. @return new; MemoryError.
 */
async_owned async_timeout(double seconds) ASYNC_MUST_CHECK;

/** Sets the time anew, from now on (asyncio.Timeout.reschedule). @param timeout one that is
 * entered, borrowed. @param seconds from now on; infinity for no limit. @return OK; RuntimeError if
 * it is not; TypeError for what is no timeout; MemoryError. */
async_status async_timeout_reschedule(async_object *timeout, double seconds) ASYNC_MUST_CHECK;

/** Tells whether the time has run out (asyncio.Timeout.expired). @param timeout of async_timeout(),
 * borrowed. @return true once its time has run out; false also for what is no timeout. */
bool async_timeout_expired(const async_object *timeout);

ASYNC__C_END

#endif

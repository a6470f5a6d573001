/**
 * @file generator.h
 * Asynchronous generators and iterators by hand: aiter and anext (PEP 492), asend, athrow and
 * aclose (PEP 525), what a generator is doing, and the hooks.
 *
 * Each request is an awaitable: nothing happens until it is awaited, and that is possible once.
 */
#ifndef ASYNCFOR_PUBLIC_GENERATOR_H
#define ASYNCFOR_PUBLIC_GENERATOR_H

#include <asyncfor/scope.h>

ASYNC__C_BEGIN

async_owned async__aiter(async_value iterable) ASYNC_MUST_CHECK;
async_owned async__anext(async_value iterator) ASYNC_MUST_CHECK;
async_owned async__anext_or(async_value iterator, async_value fallback) ASYNC_MUST_CHECK;
async_owned async__asend(async_value generator, async_value value) ASYNC_MUST_CHECK;
async_owned async__athrow(async_value generator, async_value error) ASYNC_MUST_CHECK;
async_owned async__aclose(async_value generator) ASYNC_MUST_CHECK;

/**
 * The iterator of an iterable (Python's aiter()).
 * @param iterable an object or a value, borrowed.
 * @return new; the error of `__aiter__`; TypeError for what has none, or gives no iterator.
 */
#define async_aiter(iterable) async__aiter(async__borrowed(iterable))

/**
 * The next item, as an awaitable (Python's anext()): `async_anext(iterator)` raises
 * StopAsyncIteration at the end, which is ASYNC_STOP; `async_anext(iterator, fallback)` gives the
 * fallback then, of which it takes the reference. The iterator is an object or a value, borrowed.
 * @return new; TypeError for what has no `__anext__`; an error of `__anext__` itself.
 */
#define async_anext(...) \
    async__paste(async__anext_, ASYNC__ANEXT_COUNT(__VA_ARGS__, 2, 1))(__VA_ARGS__)
#define ASYNC__ANEXT_COUNT(iterator, fallback, count, ...) count
#define async__anext_1(iterator) async__anext(async__borrowed(iterator))
#define async__anext_2(iterator, fallback) \
    async__anext_or(async__borrowed(iterator), async_value_of(fallback))

/**
 * Resumes a generator with a value, which its yield receives (PEP 525): an awaitable of the next
 * item. @param generator an object or a value, borrowed. @param value taken; text, strings and
 * bytes are copied. @return new; AttributeError for what has no `asend`; MemoryError. Awaited:
 * StopAsyncIteration at the end; TypeError for a value other than none that is sent to a generator
 * that has not started.
 */
#define async_asend(generator, value) \
    async__asend(async__borrowed(generator), async_value_of(value))

/**
 * Raises an error at the yield where a generator is suspended (PEP 525): an awaitable of the next
 * item. @param generator an object or a value, borrowed. @param error an async_error, taken, or a
 * value that is one. @return new; AttributeError for what has no `athrow`; MemoryError. Awaited:
 * what the body makes of it; none for a generator that has ended; TypeError for what is no error.
 */
#define async_athrow(generator, error) \
    async__athrow(async__borrowed(generator), async_value_of(error))

/**
 * Closes a generator (PEP 525): GeneratorExit is raised at its yield, and its cleanup awaited.
 * @param generator an object or a value, borrowed. @return new: an awaitable of none;
 * AttributeError for what has no `aclose`; MemoryError. Awaited: RuntimeError if it yields again.
 */
#define async_aclose(generator) async__aclose(async__borrowed(generator))

/** Tells whether a request to the generator is under way (PEP 525's `ag_running`). @param generator
 * borrowed. @return false also for what is no generator. */
bool async_generator_running(const async_object *generator);

/**
 * What a generator or a coroutine awaits (PEP 525's `ag_await`, PEP 492's `cr_await`).
 * @param object borrowed. @return borrowed; NULL: nothing.
 */
async_object *async_awaiting(const async_object *object);

/** Called once for each generator, by the first request to it, before anything is awaited. An error
 * leaves the request, and the generator stays as it is. @param generator borrowed. */
typedef async_status async_firstiter_hook(async_object *generator);

/** Called with a generator that is dropped although it was used and has not ended.
 * @param generator taken. */
typedef void async_finalizer_hook(async_owned generator);

/** The hook for the first request (PEP 525's sys.get_asyncgen_hooks). @return NULL, as at first:
 * none. */
async_firstiter_hook *async_get_firstiter_hook(void);

/** The hook for what is dropped (PEP 525). @return NULL, as at first: none; the loop itself closes
 * what is dropped. */
async_finalizer_hook *async_get_finalizer_hook(void);

void async__set_firstiter_hook(async_firstiter_hook *hook);
void async__set_finalizer_hook(async_finalizer_hook *hook);

/* What is neither such a function nor NULL does not compile. */
#define async__hook(type, name, hook)                                          \
    ((void)sizeof(struct {                                                     \
         _Static_assert(_Generic((hook), type * : 1, void * : 1, default : 0), \
                        "callable " name " expected");                         \
         char unused;                                                          \
     }),                                                                       \
     _Generic((hook), type *                                                   \
              : (hook), default                                                \
              : (type *)NULL))

/** Sets the hook for the first request (PEP 525's sys.set_asyncgen_hooks); the other stays. @param
 * hook an async_firstiter_hook; NULL takes it away. */
#define async_set_firstiter_hook(hook) \
    async__set_firstiter_hook(async__hook(async_firstiter_hook, "firstiter", hook))

/** Sets the hook for what is dropped (PEP 525); the other stays. @param hook an
 * async_finalizer_hook; NULL takes it away. */
#define async_set_finalizer_hook(hook) \
    async__set_finalizer_hook(async__hook(async_finalizer_hook, "finalizer", hook))

/**
 * A body learns from its yield how it is left, and cleans up before it passes that on:
 *
 *     async_status status = async_yield(item);
 *     if (async_failed(status)) {
 *         async_error *error = async_error_take(status);
 *         if (async_error_is((async_status){error}, async_GeneratorExit))
 *             …                                  // closed: by break, return() or aclose()
 *         async_status cleaned = async_sleep(1); // a cleanup may await, and fail
 *         async_error_clear(cleaned);
 *         return async_raise_again(error);
 *     }
 *
 * CancelledError tells of an aborted signal or a cancelled task, any other error was thrown in. A
 * body that yields once more while JavaScript closes it has that item delivered (ECMA-262); closed
 * by C it is a RuntimeError (PEP 525).
 */

/**
 * The value that a generator was closed with: what JavaScript gave to return(), which then is the
 * value of the end unless the body returns another (ECMA-262's AsyncGenerator.prototype.return).
 * @param exit a GeneratorExit, borrowed. @return new; none for a close by C, and for other errors.
 */
async_value async_returned_value(const async_error *exit);

ASYNC__C_END

#endif

/**
 * @file status.h
 * Status and error values.
 *
 * A function that can fail returns an async_status: OK, STOP, or an error. There is no
 * ambient 'last error', because a task that ran in between could replace it.
 *
 * Ownership: the coroutine in which an error is raised owns it until the coroutine ends or
 * async_error_take() moves it out. A status is therefore copied and dropped freely.
 */
#ifndef ASYNCFOR_STATUS_H
#define ASYNCFOR_STATUS_H

#include <asyncfor/each.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

ASYNC__C_BEGIN

/** An error: a type, a message, a cause, a context, the names of the coroutines that it came
 * through and, when JavaScript raised it, the JavaScript value itself. It is an object, too, and
 * can be an item or a result like any other. */
typedef struct async_error async_error;

/**
 * What a fallible function returns. A struct, so that a hidden `return` of one does not compile
 * in a function of another type; with a single pointer, so that it travels in a register.
 */
typedef struct async_status {
    async_error *error; /**< NULL for OK. */
} async_status;

/** The result of a function of this kind must be looked at: an early return may hang on it. */
#define ASYNC_MUST_CHECK __attribute__((warn_unused_result))

/** A type of error. Types form a hierarchy by `base`, as Python's exceptions do. */
typedef struct async_error_type {
    const char *name;                    /**< As people read it, for instance "TypeError". */
    const struct async_error_type *base; /**< NULL for BaseException. */
} async_error_type;

/**
 * @name Types of errors
 * Python's hierarchy (Library Reference, "Built-in Exceptions"), as far as it is needed. Arrays of
 * one, so that a name is a pointer; what is no BaseException below says what it derives from.
 */
/**@{*/
extern const async_error_type async_BaseException[1]; /**< The root: all derive from it. */
/** A BaseException: raised at the yield of a generator that is closed (PEP 342, PEP 525). */
extern const async_error_type async_GeneratorExit[1];
/** A BaseException: asyncio's, raised where a cancelled task waits, or by an aborted signal. */
extern const async_error_type async_CancelledError[1];
/** A BaseException: the root of all errors that a program handles. All that follow derive from it,
 * where they do not say otherwise. */
extern const async_error_type async_Exception[1];
extern const async_error_type async_StopIteration[1]; /**< The end of a plain iterator (PEP 234). */
/** The end of an asynchronous iterator (PEP 492): see ASYNC_STOP. */
extern const async_error_type async_StopAsyncIteration[1];
extern const async_error_type async_AttributeError[1];    /**< A method that is not there. */
extern const async_error_type async_InvalidStateError[1]; /**< asyncio's, of a future. */
extern const async_error_type async_LookupError[1];       /**< What is asked for is not there. */
extern const async_error_type async_IndexError[1];        /**< A LookupError. */
extern const async_error_type async_KeyError[1];          /**< A LookupError. */
extern const async_error_type async_MemoryError[1];       /**< There is no memory left. */
extern const async_error_type async_OverflowError[1];     /**< A number does not fit its type. */
extern const async_error_type async_RuntimeError[1];      /**< What may not be done now. */
extern const async_error_type async_RecursionError[1];    /**< A RuntimeError. */
extern const async_error_type async_TimeoutError[1];      /**< A time has run out. */
extern const async_error_type async_TypeError[1];         /**< A value is of another type. */
extern const async_error_type async_ValueError[1];      /**< The type is right, the value is not. */
extern const async_error_type async_JavaScriptError[1]; /**< Anything that JavaScript threw. */
/**@}*/

/**
 * Defines an error type of your own: `ASYNC_ERROR_TYPE(ParseError, async_ValueError);`
 * @param identifier names the type, in C and in messages. @param base_type what it derives from.
 */
#define ASYNC_ERROR_TYPE(identifier, base_type) \
    static const async_error_type identifier[1] = {{#identifier, base_type}}

extern async_error async__stop_iteration;

/** Success. */
#define ASYNC_OK ((async_status){NULL})

/** Raises StopAsyncIteration: what an anext returns when it has no more items (PEP 492). It is no
 * error that is owned: it needs no release. */
#define ASYNC_STOP ((async_status){&async__stop_iteration})

/** Tells whether there is an error. @param status any. @return true for an error and for STOP. */
static inline bool async_failed(async_status status)
{
    return __builtin_expect(status.error != NULL, 0);
}

/** Tells whether an iteration has ended. @param status any. @return true for STOP alone. */
static inline bool async_stopped(async_status status)
{
    return status.error == &async__stop_iteration;
}

/**
 * Raises an error of `type` with a message formatted as by printf: with all of its directives, of
 * which those for doubles all write as %f does. If another error was raised in this
 * coroutine and has not been taken, it becomes the new one's context (PEP 3134).
 * @param type of the error. @param format borrowed, as what its directives refer to.
 * @return the status to return; MemoryError when there is no memory for the error.
 */
async_status async_raise(const async_error_type *type, const char *format, ...)
    __attribute__((format(printf, 2, 3))) ASYNC_MUST_CHECK;

/**
 * As async_raise(), with the error of another status as the new one's cause (PEP 3134, Python's
 * `raise … from`).
 * @param cause a status with an error, which the new one takes. @param type of the new error.
 * @param format as for async_raise().
 * @return the status to return; MemoryError when there is no memory for the error.
 */
async_status async_raise_from(async_status cause, const async_error_type *type, const char *format,
                              ...) __attribute__((format(printf, 3, 4))) ASYNC_MUST_CHECK;

/**
 * Makes an error without raising it, for instance for async_athrow(); as async_raise() otherwise.
 * @param type of the error. @param format as for async_raise().
 * @return new; without memory it is a MemoryError.
 */
async_error *async_error_new(const async_error_type *type, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Tells what error a status carries (Python's `except`).
 * @param status any; it keeps its error. @param type asked for.
 * @return true for an error of the type or of one that derives from it.
 */
bool async_error_is(async_status status, const async_error_type *type);

/** The type of the error. @param error borrowed. @return its type, which lives for ever. */
const async_error_type *async_error_type_of(const async_error *error);

/** The message of the error. @param error borrowed. @return UTF-8 that ends with a zero, borrowed
 * for as long as the error lives. */
const char *async_error_message(const async_error *error);

/** The cause of the error (PEP 3134's `__cause__`). @param error borrowed. @return borrowed for as
 * long as the error lives; NULL: none. */
async_error *async_error_cause(const async_error *error);

/** What was being handled when the error was raised (PEP 3134's `__context__`). @param error
 * borrowed. @return borrowed for as long as the error lives; NULL: none. */
async_error *async_error_context(const async_error *error);

/**
 * The trail of the error: the names of the coroutines that it left, from the innermost await
 * outwards.
 * @param error borrowed. @param step 0 for the innermost.
 * @return a name, borrowed for as long as the error lives; NULL behind the outermost.
 */
const char *async_error_trail(const async_error *error, size_t step);

/**
 * Takes the error out of its status: it is handled.
 * @param status whose error is no longer the coroutine's.
 * @return new: the caller releases it with async_error_release(). NULL for OK.
 */
async_error *async_error_take(async_status status);

/** Gives up one reference to an error. @param error taken; NULL is allowed. */
void async_error_release(async_error *error);

/** Drops a handled error: async_error_take() and async_error_release() in one. @param status any.
 */
void async_error_clear(async_status status);

/** Raises an error that was taken or made. @param error taken. @return the status to return; OK for
 * NULL. */
async_status async_raise_again(async_error *error) ASYNC_MUST_CHECK;

/** Evaluates a status; unless it is OK, returns it from the function that this stands in.
 * @param expression an async_status, evaluated once. */
#define async_try(expression) async__try(expression, async__paste(async__status_, __COUNTER__))
#define async__try(expression, status)      \
    do {                                    \
        async_status status = (expression); \
        if (async_failed(status))           \
            return status;                  \
    } while (0)

/**
 * Evaluates a status into the variable `status`; unless it is OK, jumps to `label`:
 * the form for functions that clean up at their end.
 * @param status a variable. @param expression an async_status, evaluated once. @param label where
 * to go on.
 */
#define async_try_goto(status, expression, label) \
    do {                                          \
        (status) = (expression);                  \
        if (async_failed(status))                 \
            goto label;                           \
    } while (0)

ASYNC__C_END

#endif

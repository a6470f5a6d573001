/**
 * @file javascript.h
 * Values of JavaScript in the hands of C: as they are, whatever their type.
 *
 * An async_value holds a *copy* of what JavaScript passes where C has a type for it: a number, a
 * truth value, text, bytes; everything else arrives as an object that stands for the very value.
 * An async_js_value stands for the very value always, a string and undefined too: nothing is
 * copied, and it goes back to JavaScript as what it was. It is a type of parameters and items:
 *
 *     ASYNC_GENERATOR(relay, async_js_value, (async_js_value, source)) { … }
 *     async_for (async_js_value, item, async_from_sync(…)) { … }
 *
 * Calls run JavaScript there and then; nothing is suspended. What JavaScript throws is raised as
 * a JavaScriptError, which goes back to JavaScript as the very value that was thrown. Natively
 * there is no JavaScript: no object stands for a value of it, and each call is a TypeError.
 */
#ifndef ASYNCFOR_JAVASCRIPT_H
#define ASYNCFOR_JAVASCRIPT_H

#include <asyncfor/define.h>

ASYNC__C_BEGIN

/** Tells what an object is. @param object borrowed, or NULL. @return true for one that stands for a
 * value of JavaScript. */
bool async_is_js(const async_object *object);

/**
 * The value of JavaScript that a value of C is to JavaScript: `async_js(3)`, `async_js("text")`.
 * @param value taken; text, strings and bytes are copied. @return new; TypeError for what is
 * nothing to JavaScript; MemoryError.
 */
#define async_js(value) async__js(async_value_of(value))

/**
 * The value of C that a value of JavaScript is: a number a double, a string UTF-8 (a lone
 * surrogate is U+FFFD), binary data bytes, a bigint an int, undefined none. All else stays the
 * object that it is.
 * @param value borrowed. @param result where it goes, new.
 * @return OK; OverflowError for a bigint of more than 64 bits; TypeError for what is no value of
 * JavaScript; MemoryError.
 */
async_status async_js_read(async_js_value value, async_value *result) ASYNC_MUST_CHECK;

/** ECMA-262's ToBoolean. @param value borrowed. @return whether it is truthy; false also for what
 * is no value of JavaScript. */
bool async_js_truth(async_js_value value);

/** A property (ECMA-262's Get). @param object borrowed. @param name UTF-8. @return new; what a
 * getter threw; TypeError for what has no properties; MemoryError. */
async_owned async_js_get(async_js_value object, const char *name) ASYNC_MUST_CHECK;

/** An element (ECMA-262's Get, with an index). @param object borrowed. @param index from 0. @return
 * as async_js_get(). */
async_owned async_js_at(async_js_value object, uint32_t index) ASYNC_MUST_CHECK;

/**
 * Sets a property (ECMA-262's Set). @param object borrowed. @param name UTF-8. @param value taken,
 * as by async_js(). @return OK; what a setter threw; TypeError where it cannot be set; MemoryError.
 */
#define async_js_set(object, name, value) async__js_set(object, name, async_value_of(value))

/**
 * Calls a function, with `this` undefined: `async_js_call(callback, 1, "text")`. A promise that it
 * returns is for async_await() or async_js_await().
 * @param function borrowed. The arguments are taken, each as by async_js(). @return new: what the
 * function returned; what it threw; TypeError for what is no function.
 */
#define async_js_call(function, ...) \
    async__js_call(function, NULL, ASYNC__JS_ARGUMENTS(__VA_ARGS__))

/**
 * Calls a method: `async_js_call_method(reader, "read")`, as async_js_call().
 * @param object borrowed: what is `this` then. @param name UTF-8. The arguments are taken. @return
 * as async_js_call().
 */
#define async_js_call_method(object, name, ...) \
    async__js_call(object, name, ASYNC__JS_ARGUMENTS(__VA_ARGS__))

#define ASYNC__JS_ARGUMENTS(...)                          \
    ASYNC__COUNT(__VA_ARGS__), (const async_value[])      \
    {                                                     \
        ASYNC__EACH(ASYNC__JS_ARGUMENT, _, ##__VA_ARGS__) \
        {                                                 \
            .header = 0                                   \
        }                                                 \
    }
#define ASYNC__JS_ARGUMENT(_, argument) async_value_of(argument),

/**
 * As async_await(), but what it comes to stays a value of JavaScript, as it is. What is no promise
 * comes to itself, as the language has it.
 * @param awaitable borrowed; what async_js_call() and its like give is taken, and its error raised.
 * @param result where it goes, new. @return as async_await().
 */
/* clang-format off */
#define async_js_await(awaitable, result)                                                          \
    _Generic((awaitable),                                                                          \
        async_owned: async__js_await_owned,                                                        \
        default: async__js_await)(async__here("await"), awaitable, result)
/* clang-format on */

/**
 * As async_yield_sent(), but what was sent stays a value of JavaScript: undefined if nothing was.
 * @param item as for async_yield(). @param sent where it goes, new; NULL unless the yield returns
 * OK.
 * @return as async_yield().
 */
#define async_js_yield(item, sent) \
    async__js_yield(async__here_to_yield(), async_value_of(item), sent)

/**
 * What JavaScript gets for an error: the very value that it threw, or the Error that C's error is
 * there. @param error borrowed; NULL is undefined. @return new; MemoryError.
 */
async_owned async_js_error(async_error *error) ASYNC_MUST_CHECK;

/** Raises a value of JavaScript, as `throw` does. @param value taken. @return the status to return:
 * a JavaScriptError, or the error of a value that could not be made. */
async_status async_js_throw(async_owned value) ASYNC_MUST_CHECK;

async_owned async__js(async_value value) ASYNC_MUST_CHECK;
async_status async__js_set(async_js_value object, const char *name,
                           async_value value) ASYNC_MUST_CHECK;
async_owned async__js_call(async_js_value object, const char *method, size_t count,
                           const async_value *arguments) ASYNC_MUST_CHECK;
async_status async__js_await(async_coroutine *here, async_js_value awaitable,
                             async_object **result) ASYNC_MUST_CHECK;
async_status async__js_await_owned(async_coroutine *here, async_owned awaitable,
                                   async_object **result) ASYNC_MUST_CHECK;
async_status async__js_yield(async_coroutine *here, async_value item,
                             async_object **sent) ASYNC_MUST_CHECK;

ASYNC__C_END

#endif

/*
 * Values of JavaScript in the hands of C: whatever `source` gives is handed to a function of
 * JavaScript, and what that gives, or the promise of it, is passed on.
 */
#include <asyncfor.h>

ASYNC_GENERATOR(transform, async_js_value, (async_iterable, source), (async_js_value, change))
{
    async_for (async_js_value, item, args->source) {
        async_owned changed = async_js_call(args->change, async_retain(item));
        async_try(changed.status);
        async_try(async_yield(changed));
    }
    return ASYNC_OK;
}

ASYNC_MODULE(transform);

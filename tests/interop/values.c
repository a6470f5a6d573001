/* What C does with values of JavaScript: each function of <asyncfor/javascript.h>, called by name.
 */
#include <asyncfor.h>

#include <string.h>

/* A name for a property, which ends with a zero. */
typedef struct property {
    char text[64];
} property;

static property property_of(async_string name)
{
    property result = {{0}};
    if (name.size)
        memcpy(result.text, name.data,
               name.size < sizeof result.text ? name.size : sizeof result.text - 1);
    return result;
}

/* What a coroutine returns that has a new value of JavaScript, or none. */
#define RETURN_OWNED(...)           \
    async_owned made = __VA_ARGS__; \
    return async_failed(made.status) ? made.status : async_return(made)

ASYNC_DOC(look, "What `value` is to C once it has been read: the type, and the value.");
ASYNC_FUNCTION(look, async_value, (async_js_value, value))
{
    async_value read;
    async_try(async_js_read(args->value, &read));
    const char *type = async_value_type_name(&read);
    RETURN_OWNED(async_tuple(type, read));
}

ASYNC_GENERATOR(nothing, int)
{
    return ASYNC_OK;
}

ASYNC_DOC(make, "The value of JavaScript that C's value of that name is.");
ASYNC_FUNCTION(make, async_js_value, (async_string, name))
{
    const property name = property_of(args->name);
    if (!strcmp(name.text, "none")) {
        RETURN_OWNED(async_js(async_none()));
    }
    if (!strcmp(name.text, "true")) {
        RETURN_OWNED(async_js((bool)true));
    }
    if (!strcmp(name.text, "minus zero")) {
        RETURN_OWNED(async_js(-0.0));
    }
    if (!strcmp(name.text, "int")) {
        RETURN_OWNED(async_js((int64_t)1 << 53));
    }
    if (!strcmp(name.text, "text")) {
        RETURN_OWNED(async_js("héllo"));
    }
    if (!strcmp(name.text, "bytes")) {
        RETURN_OWNED(async_js(((async_bytes){(const uint8_t *)"\1\2", 2})));
    }
    if (!strcmp(name.text, "list")) {
        RETURN_OWNED(async_js(async_list(1, "two")));
    }
    RETURN_OWNED(async_js(async_new(nothing)));
}

ASYNC_FUNCTION(truth, bool, (async_js_value, value))
{
    return async_return(async_js_truth(args->value));
}

ASYNC_FUNCTION(get, async_js_value, (async_js_value, object), (async_string, name))
{
    const property name = property_of(args->name);
    RETURN_OWNED(async_js_get(args->object, name.text));
}

ASYNC_FUNCTION(at, async_js_value, (async_js_value, object), (double, index))
{
    RETURN_OWNED(async_js_at(args->object, (uint32_t)args->index));
}

ASYNC_FUNCTION(set, async_value, (async_js_value, object), (async_string, name),
               (async_js_value, value))
{
    const property name = property_of(args->name);
    return async_js_set(args->object, name.text, async_retain(args->value));
}

ASYNC_DOC(call, "Calls `function` with that many of `first`, a text and a number.");
ASYNC_FUNCTION(call, async_js_value, (async_js_value, function), (int, count),
               (async_js_value, first))
{
    switch (args->count) {
    case 0: {
        RETURN_OWNED(async_js_call(args->function));
    }
    case 1: {
        RETURN_OWNED(async_js_call(args->function, async_retain(args->first)));
    }
    default: {
        RETURN_OWNED(async_js_call(args->function, async_retain(args->first), "two", 3));
    }
    }
}

ASYNC_FUNCTION(method, async_js_value, (async_js_value, object), (async_string, name),
               (async_js_value, value))
{
    const property name = property_of(args->name);
    RETURN_OWNED(async_js_call_method(args->object, name.text, async_retain(args->value)));
}

ASYNC_DOC(wait, "Awaits `value`, and gives what it came to as it is.");
ASYNC_FUNCTION(wait, async_js_value, (async_js_value, value))
{
    async_object *result;
    async_try(async_js_await(args->value, &result));
    RETURN_OWNED((async_owned){result, ASYNC_OK});
}

ASYNC_DOC(yields, "Yields `value`, then what next() sends, for ever.");
ASYNC_GENERATOR(yields, async_js_value, (async_js_value, value))
{
    async_object *sent = async_retain(args->value);
    for (;;)
        async_try(async_js_yield(((async_owned){sent, ASYNC_OK}), &sent));
}

ASYNC_DOC(caught, "What JavaScript gets for the error that throwing `value` is, or for none.");
ASYNC_FUNCTION(caught, async_js_value, (async_js_value, value), (bool, nothing, false))
{
    async_error *error = NULL;
    if (!args->nothing)
        error =
            async_error_take(async_js_throw((async_owned){async_retain(args->value), ASYNC_OK}));
    async_owned told = async_js_error(error);
    async_error_release(error);
    RETURN_OWNED(told);
}

ASYNC_DOC(hand_on,
          "Yields, or returns, what `function` gives, without a look at whether it threw.");
ASYNC_GENERATOR(hand_on, async_js_value, (async_js_value, function), (bool, returns, false))
{
    if (args->returns)
        return async_return(async_js_call(args->function));
    async_try(async_yield(async_js_call(args->function)));
    return ASYNC_OK;
}

ASYNC_DOC(rethrow, "Throws `value`.");
ASYNC_FUNCTION(rethrow, async_value, (async_js_value, value))
{
    return async_js_throw((async_owned){async_retain(args->value), ASYNC_OK});
}

ASYNC_DOC(refused, "Hands what is no value of JavaScript to the function of that name.");
ASYNC_FUNCTION(refused, async_value, (async_string, name))
{
    const property name = property_of(args->name);
    async_owned list = async_list();
    async_try(list.status);
    async_owned given = {NULL, ASYNC_OK};
    async_value read = async_none();
    async_object *result = NULL;
    if (!strcmp(name.text, "read"))
        given.status = async_js_read(list.object, &read);
    else if (!strcmp(name.text, "truth"))
        given.status = async_return((bool)(async_js_truth(list.object) || async_js_truth(NULL)));
    else if (!strcmp(name.text, "get"))
        given = async_js_get(list.object, "name");
    else if (!strcmp(name.text, "at"))
        given = async_js_at(list.object, 0);
    else if (!strcmp(name.text, "set"))
        given.status = async_js_set(list.object, "name", "text");
    else if (!strcmp(name.text, "call"))
        given = async_js_call(list.object, "text", async_list());
    else if (!strcmp(name.text, "method"))
        given = async_js_call_method(list.object, "name", "text", async_list());
    else if (!strcmp(name.text, "wait"))
        given.status = async_js_await(list.object, &result);
    else
        given.status = async_js_throw((async_owned){async_retain(list.object), ASYNC_OK});
    async_release(list.object);
    return given.status;
}

ASYNC_MODULE(look, make, truth, get, at, set, call, method, wait, yields, caught, hand_on, rethrow,
             refused);

/*
 * What the behaviours of async generators and of `for await` are tried on: a generator whose body
 * is an object of JavaScript, and a loop whose body is a function of JavaScript.
 */
#include <asyncfor.h>

/* What the body gets next: how it is told, and with what. */
typedef struct message {
    const char *method; /* "next", "throw" or "return". */
    async_owned value;
} message;

/* An outcome of an await or a yield, for the body. */
static message message_of(async_status status, async_owned value)
{
    if (!async_failed(status))
        return (message){"next", value};
    bool closing = async_error_is(status, async_GeneratorExit);
    async_error *error = async_error_take(status);
    message told = {"throw", {NULL, ASYNC_OK}};
    if (closing) {
        told.method = "return";
        told.value = async_js(async_returned_value(error));
    } else {
        told.value = async_js_error(error);
    }
    async_error_release(error);
    return told;
}

/* What the body wants to be done: `value` is what `op` is about; done, what it returns. */
typedef struct step {
    bool done;
    bool yields;
    async_owned value;
} step;

static async_status read_operation(async_js_value operation, step *next)
{
    async_owned name = async_js_get(operation, "op");
    async_try(name.status);
    async_value text;
    async_status status = async_js_read(name.object, &text);
    next->yields = text.kind == ASYNC_STRING && text.size > 0 && text.data[0] == 'y';
    async_value_release(text);
    async_release(name.object);
    async_try(status);
    next->value = async_js_get(operation, "value");
    return next->value.status;
}

static async_status read_step(async_js_value result, step *next)
{
    async_owned done = async_js_get(result, "done");
    async_try(done.status);
    next->done = async_js_truth(done.object);
    async_release(done.object);
    async_owned value = async_js_get(result, "value");
    if (next->done || !value.object) {
        next->value = value;
        return value.status;
    }
    async_status status = read_operation(value.object, next);
    async_release(value.object);
    return status;
}

static async_status advance(async_js_value stepper, message told, step *next)
{
    async_try(told.value.status);
    async_owned result = async_js_call_method(stepper, told.method, told.value);
    async_try(result.status);
    async_status status = read_step(result.object, next);
    async_release(result.object);
    return status;
}

static message perform(async_scope, step operation)
{
    async_owned outcome = {NULL, ASYNC_OK};
    async_status status;
    if (operation.yields) {
        status = async_js_yield(operation.value, &outcome.object);
    } else {
        status = async_js_await(operation.value, &outcome.object);
    }
    return message_of(status, outcome);
}

ASYNC_STACK(stepped, 2048);
ASYNC_DOC(stepped, "An async generator whose body is a plain one: each of its items says what to "
                   "do, `{ op: 'await' | 'yield', value }`, and the outcome goes back to it.");
ASYNC_GENERATOR(stepped, async_js_value, (async_js_value, stepper))
{
    step next = {0};
    async_try(advance(args->stepper, (message){"next", async_js(async_none())}, &next));
    while (!next.done) {
        message told = perform(async_here, next);
        async_try(advance(args->stepper, told, &next));
    }
    return async_return(next.value);
}

static void drop(async_owned *owned)
{
    async_release(owned->object);
}

/* The body of the loop: as the options of `consume` say. */
typedef struct body {
    async_js_value on_value;
    async_js_value error;
    int throw_after;
} body;

static async_status run_body(async_scope, const body *loop, async_js_value value, int index)
{
    if (loop->on_value) {
        async_object *outcome;
        async_try(
            async_js_await(async_js_call(loop->on_value, async_retain(value), index), &outcome));
        async_release(outcome);
    }
    if (index + 1 != loop->throw_after)
        return ASYNC_OK;
    return async_js_throw((async_owned){async_retain(loop->error), ASYNC_OK});
}

ASYNC_DOC(consume,
          "Loops over whatever `for await` takes, and gives what the body saw: left at the "
          "value number `break_after`, failing with `error` at number `throw_after`.");
ASYNC_FUNCTION(consume, async_value, (async_js_value, iterable), (async_js_value, error),
               (async_js_value, on_value, NULL), (int, break_after, 0), (int, throw_after, 0))
{
    async_owned seen __attribute__((cleanup(drop))) = async_list();
    async_try(seen.status);
    const body loop = {args->on_value, args->error, args->throw_after};
    int index = 0;
    async_owned iterable = {async_retain(args->iterable), ASYNC_OK};
    async_for (async_js_value, value, async_from_sync(iterable)) {
        async_try(async_list_append(seen.object, async_retain(value)));
        async_try(run_body(async_here, &loop, value, index));
        if (++index == args->break_after)
            break;
    }
    return async_return(async_retain(seen.object));
}

ASYNC_MODULE(stepped, consume);

/*
 * What the fuzzer of JavaScript's face drives: a generator whose body is a list of steps. Beside it
 * stands the same in JavaScript, in generators.js.
 */
#include <asyncfor.h>

typedef enum step_kind { YIELDS, AWAITS, SLEEPS, THROWS, RETURNS } step_kind;

/* What it does when it is left at a step, by an error or by return(). */
typedef enum policy { PASSES_ON, GOES_ON, CLEANS_UP, REPLACES, ENDS } policy;

ASYNC_RECORD(body_step, (int, kind), (int, operand), (int, policy));

/* Tells JavaScript what a step came to; takes the value. */
static async_status tell(async_object *note, const char *how, async_owned value)
{
    async_try(value.status);
    async_owned told = async_js_call(note, how, value);
    async_try(told.status);
    async_release(told.object);
    return ASYNC_OK;
}

static async_status perform(async_scope, const body_step *step, async_owned input,
                            async_object **outcome)
{
    *outcome = NULL;
    switch ((step_kind)step->kind) {
    case YIELDS:
        return async_js_yield(input, outcome);
    case AWAITS:
        return async_js_await(input, outcome);
    case SLEEPS:
        async_release(input.object);
        return async_sleep(step->operand / 100.0);
    case THROWS:
    case RETURNS:
        break;
    }
    return async_js_throw(input);
}

/* @return OK: the body goes on, or ends if `*ends`. */
static async_status left(async_scope, const body_step *step, async_status status,
                         async_object *inputs, async_object *note, bool *ends)
{
    bool closed = async_error_is(status, async_GeneratorExit);
    async_error *error = async_error_take(status);
    async_owned value = closed ? async_js(async_none()) : async_js_error(error);
    async_status told = tell(note, closed ? "return" : "throw", value);
    if (!async_failed(told) && step->policy == CLEANS_UP)
        told = async_sleep(0.01);
    if (!async_failed(told) && (step->policy == PASSES_ON || step->policy == CLEANS_UP))
        return async_raise_again(error);
    async_error_release(error);
    async_try(told);
    if (step->policy == REPLACES)
        return async_js_throw(async_js_at(inputs, (uint32_t)step->operand));
    *ends = step->policy == ENDS;
    return ASYNC_OK;
}

static async_status end_with(async_scope, async_owned input)
{
    async_try(input.status);
    return async_return(input);
}

ASYNC_GENERATOR(performs, async_js_value, (async_array(body_step), steps), (async_js_value, inputs),
                (async_js_function, note))
{
    for (size_t i = 0; i < args->steps.count; i++) {
        const body_step *step = &args->steps.items[i];
        async_owned input = async_js_at(args->inputs, (uint32_t)step->operand);
        async_try(input.status);
        if (step->kind == RETURNS)
            return end_with(async_here, input);
        async_object *outcome;
        bool ends = false;
        async_status status = perform(async_here, step, input, &outcome);
        if (async_failed(status)) {
            async_try(left(async_here, step, status, args->inputs, args->note, &ends));
        } else {
            async_owned came = outcome ? (async_owned){outcome, ASYNC_OK} : async_js(async_none());
            async_try(tell(args->note, "next", came));
        }
        if (ends)
            return end_with(async_here, async_js_at(args->inputs, (uint32_t)step->operand));
    }
    return ASYNC_OK;
}

/* Every type of a parameter, for hostile arguments: gives them back as far as they are that. */
ASYNC_FUNCTION(takes, int, (bool, truth), (int, number), (int64_t, wide), (double, real),
               (async_string, text), (async_bytes, bytes), (async_array(int), numbers),
               (body_step, record), (async_optional(int), maybe),
               (async_js_function, function, NULL), (async_iterable, iterable, NULL))
{
    return async_return((int)(args->numbers.count + args->text.size + args->bytes.size));
}

ASYNC_MODULE(performs, takes);

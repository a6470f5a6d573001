/* What a declaration says: defaults, names, documentation, and conversions. */
#include <asyncfor.h>

ASYNC_DOC(point, "A place on the map.\nIn metres.");
ASYNC_RECORD(point, (double, x), (double, y));

ASYNC_DOC(line_segment, "From one place to another.");
ASYNC_RECORD(line_segment, (point, start_point), (point, end_point), (async_string, label));

ASYNC_DOC(countdown, "Counts down from `from` to 1.");
ASYNC_GENERATOR(countdown, double, (int, from), (double, delay, 0.1))
{
    for (int n = args->from; n > 0; n--) {
        async_try(async_sleep(args->delay));
        async_try(async_yield(n));
    }
    return ASYNC_OK;
}

ASYNC_DOC(defaults, "What is left out.");
ASYNC_FUNCTION(defaults, line_segment, (point, from, {.x = 1, .y = 2}), (async_optional(point), to),
               (async_array(double), weights, {NULL, 0}), (async_js_function, done, NULL))
{
    point to = args->to.given ? args->to.value : (point){-1, -1};
    double sum = 0;
    for (size_t i = 0; i < args->weights.count; i++)
        sum += args->weights.items[i];
    if (args->done) {
        async_owned called = async_js_call(args->done, sum, async_value_as(point, to));
        async_try(called.status);
        async_release(called.object);
    }
    return async_return(
        async_record(line_segment, .start_point = args->from, .end_point = {to.x, to.y + sum}));
}

/* Fields by names that mean something to every object of JavaScript. */
ASYNC_RECORD(strange, (int, __proto__), (int, constructor), (int, to_string), (int, _under_score),
             (int, then));
ASYNC_GENERATOR(strange_names, strange, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(async_record(strange, i, i + 1, i + 2, i + 3, i + 4)));
    return ASYNC_OK;
}

/* A record that nothing exported names. */
ASYNC_RECORD(secret, (int, number), (async_array(point), places));
ASYNC_FUNCTION(secrets, async_value, (async_iterable, source))
{
    async_owned all =
        async_list_of(async_value_as(secret, each), async_for (secret, each, args->source));
    async_try(all.status);
    return async_return(all);
}

/* C gives an int, and what is declared tells what that is. */
ASYNC_FUNCTION(less, bool, (int, left), (int, right))
{
    return async_return(args->left < args->right);
}
ASYNC_FUNCTION(wide_number, double, (int64_t, number))
{
    return async_return(args->number);
}
ASYNC_GENERATOR(signs, bool, (int, limit))
{
    for (int i = -args->limit; i <= args->limit; i++)
        async_try(async_yield(i > 0));
    return async_return("the end");
}
ASYNC_CLASS(Parities, bool, (int, limit))
{
    int next;
};
ASYNC_ANEXT(Parities)
{
    if (self->next == args->limit)
        return ASYNC_STOP;
    return async_item(self->next++ % 2);
}
ASYNC_FUNCTION(count_true, int, (int, limit))
{
    int count = 0;
    async_for (bool, sign, async_new(signs, .limit = args->limit)) {
        count += sign;
    }
    async_for (bool, odd, async_new(Parities, .limit = args->limit)) {
        count += odd;
    }
    return async_return(count);
}

ASYNC_MODULE(countdown, defaults, strange_names, secrets, less, wide_number, signs, Parities,
             count_true);

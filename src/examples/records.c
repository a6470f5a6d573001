/*
 * One declaration of the parameters, and of a record: C, JavaScript and TypeScript go by it.
 */
#include <asyncfor.h>

ASYNC_DOC(point, "A place on the map, in metres.");
ASYNC_RECORD(point, (double, x), (double, y), (async_optional(async_string), label));

ASYNC_DOC(walk, "Places, one step apart, from `origin` along the steps.");
ASYNC_GENERATOR(walk, point, (point, origin), (async_array(double), steps), (double, delay, 0.1))
{
    point here = args->origin;
    for (size_t i = 0; i < args->steps.count; i++) {
        async_try(async_sleep(args->delay));
        here.x += args->steps.items[i];
        async_try(async_yield(async_value_as(point, here)));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(distance, double, (async_iterable, places), (async_js_function, tell, NULL))
{
    point last = {0};
    double sum = 0;
    async_for (point, place, args->places) {
        sum += place.x > last.x ? place.x - last.x : last.x - place.x;
        last = (point){.x = place.x, .y = place.y};
        if (args->tell) {
            async_owned told = async_js_call(args->tell, sum);
            async_try(told.status);
            async_release(told.object);
        }
    }
    return async_return(sum);
}

ASYNC_MODULE(walk, distance);

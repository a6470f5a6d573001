/* Every type of a declaration in every place: a parameter, a result, an item, a loop variable, a
 * field of a record. */
#include <asyncfor.h>

ASYNC_RECORD(point, (double, x), (double, y));
ASYNC_RECORD(line_segment, (point, start_point), (point, end_point), (async_string, label));

/* What crosses in each place goes back as it came. */
#define TYPE(name, type)                                                            \
    ASYNC_RECORD(holder_of_##name, (type, value), (int, behind));                   \
    ASYNC_FUNCTION(take_##name, type, (type, value))                                \
    {                                                                               \
        return async_return(async_value_retain(async_value_as(type, args->value))); \
    }                                                                               \
    ASYNC_GENERATOR(relay_##name, type, (async_iterable, source))                   \
    {                                                                               \
        async_for (type, item, args->source) {                                      \
            async_try(async_yield(async_value_retain(async_value_as(type, item)))); \
        }                                                                           \
        return ASYNC_OK;                                                            \
    }                                                                               \
    ASYNC_GENERATOR(hold_##name, holder_of_##name, (holder_of_##name, first),       \
                    (async_iterable, source))                                       \
    {                                                                               \
        async_value value = async_value_as(holder_of_##name, args->first);          \
        async_try(async_yield(async_value_retain(value)));                          \
        async_for (holder_of_##name, item, args->source) {                          \
            value = async_value_as(holder_of_##name, item);                         \
            async_try(async_yield(async_value_retain(value)));                      \
        }                                                                           \
        return ASYNC_OK;                                                            \
    }

TYPE(bool, bool)
TYPE(int, int)
TYPE(int64, int64_t)
TYPE(double, double)
TYPE(string, async_string)
TYPE(bytes, async_bytes)
TYPE(iterable, async_iterable)
TYPE(value, async_value)
TYPE(js_value, async_js_value)
TYPE(js_function, async_js_function)
TYPE(record, line_segment)
TYPE(numbers, async_array(double))
TYPE(texts, async_array(async_string))
TYPE(values, async_array(async_value))
TYPE(points, async_array(point))
TYPE(matrix, async_array(async_array(int64_t)))
TYPE(maybe_int, async_optional(int))
TYPE(maybe_string, async_optional(async_string))
TYPE(maybe_record, async_optional(line_segment))
TYPE(maybe_truths, async_optional(async_array(bool)))

#define NAMES(name) take_##name, relay_##name, hold_##name
#define MODULE(...) ASYNC_MODULE(__VA_ARGS__)
MODULE(NAMES(bool), NAMES(int), NAMES(int64), NAMES(double), NAMES(string), NAMES(bytes),
       NAMES(iterable), NAMES(value), NAMES(js_value), NAMES(js_function), NAMES(record),
       NAMES(numbers), NAMES(texts), NAMES(values), NAMES(points), NAMES(matrix), NAMES(maybe_int),
       NAMES(maybe_string), NAMES(maybe_record), NAMES(maybe_truths));

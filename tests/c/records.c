/* Records, arrays and optional data, from C to C: what is copied, what is borrowed, what is left.
 */
#include "check.h"

ASYNC_RECORD(point, (double, x), (double, y));
ASYNC_RECORD(place, (point, at), (async_string, name), (async_array(async_string), tags),
             (async_optional(point), near), (async_value, more));

ASYNC_GENERATOR(places, place, (place, first), (async_array(point), path),
                (async_optional(int), most))
{
    int left = args->most.given ? args->most.value : 100;
    async_try(async_yield(async_value_retain(async_value_as(place, args->first))));
    for (size_t i = 0; i < args->path.count && left-- > 0; i++)
        async_try(
            async_yield(async_record(place, .at = args->path.items[i], .name = async_text("?"))));
    return ASYNC_OK;
}

static async_owned make(const char *name, async_owned more, bool limited)
{
    async_string tags[] = {async_text("a"), async_text("bc")};
    point points[] = {{1, 2}, {3, 4}, {5, 6}};
    async_array(point) path = {points, 3};
    place first = {.at = {0.5, -0.5},
                   .name = async_text(name),
                   .tags = {tags, 2},
                   .near = async_given(point, {7, 8}),
                   .more = async_value_of(more)};
    async_optional(int) most = {.given = limited, .value = 1};
    return async_new(places, .first = first, .path = path, .most = most);
}

ASYNC_FUNCTION(arguments_are_copied_when_created, async_value)
{
    char name[] = "here";
    async_owned created = make(name, async_list(1, "two"), false);
    name[0] = 'x';
    int count = 0;
    async_for (place, each, created) {
        if (count++ > 0)
            continue;
        CHECK(each.at.x == 0.5 && each.at.y == -0.5);
        CHECK(each.name.size == 4 && memcmp(each.name.data, "here", 4) == 0);
        CHECK(each.tags.count == 2 && each.tags.items[1].size == 2);
        CHECK(each.near.given && each.near.value.y == 8);
        CHECK(each.more.kind == ASYNC_OBJECT);
    }
    CHECK(count == 4);
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_is_not_given_is_not, async_value)
{
    int count = 0;
    async_for (place, each, make("", async_list(), true)) {
        if (count++ == 0)
            continue;
        CHECK(each.at.x == 1 && !each.near.given && each.tags.count == 0);
        CHECK(each.more.kind == ASYNC_NONE);
    }
    CHECK(count == 2);
    return ASYNC_OK;
}

ASYNC_FUNCTION(records_live_in_containers, async_value)
{
    async_owned list = async_list_of(async_value_retain(async_value_as(place, each)),
                                     async_for (place, each, make("kept", async_list(), false)));
    async_try(list.status);
    int count = 0;
    sync_for (place, each, list.object) {
        CHECK(count++ > 0 || (each.name.size == 4 && memcmp(each.name.data, "kept", 4) == 0));
    }
    CHECK(count == 4);
    async_release(list.object);
    return ASYNC_OK;
}

ASYNC_GENERATOR(numbers, int)
{
    return async_yield(1);
}

ASYNC_FUNCTION(reads_a_number_as_a_record, async_value)
{
    async_for (point, each, async_new(numbers)) {
        CHECK(each.x != each.x);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(another_value_is_a_type_error, async_value)
{
    async_owned reads = async_new(reads_a_number_as_a_record);
    CHECK_ERROR(async_await(reads, NULL), async_TypeError, "expected a record point, got int");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_loop_that_is_left_keeps_nothing, async_value)
{
    async_for (place, each, make("left", async_list(1), false)) {
        CHECK(each.near.given);
        break;
    }
    async_owned never_started = make("never", async_list(1), false);
    async_release(never_started.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(takes_two, async_value, (async_string, first), (async_bytes, second))
{
    return ASYNC_OK;
}

ASYNC_FUNCTION(takes_array, async_value, (async_array(double), numbers))
{
    return ASYNC_OK;
}

/* Far less than they say. */
static const double memory[1];
#define TEXT(bytes) ((async_string){(const char *)memory, (bytes)})
#define BYTES(bytes) ((async_bytes){(const uint8_t *)memory, (bytes)})
#define NUMBERS(items) ((async_array(double)){memory, (items)})

/* Sizes whose sums and products, in 32 bits or 64, are small again. */
ASYNC_FUNCTION(what_no_memory_is_large_enough_for_is_a_memory_error, async_value)
{
    size_t half = SIZE_MAX / 2 + 1;
    for (size_t less = 0; less < 64; less++) {
        size_t size = SIZE_MAX - less;
#ifdef __wasm__
        /* Natively a value of so many bytes can be had. */
        async_value copy;
        CHECK_ERROR(async_value_own(async_value_of(TEXT(size)), &copy), async_MemoryError,
                    "out of memory");
        CHECK(copy.kind == ASYNC_NONE);
#endif
        async_owned made[] = {
            async_new(takes_two, .first = TEXT(size), .second = BYTES(0)),
            async_new(takes_two, .first = TEXT(half), .second = BYTES(half + less)),
            async_new(takes_array, .numbers = NUMBERS(SIZE_MAX / sizeof *memory + 1 + less)),
            async_new(takes_array, .numbers = NUMBERS(size)),
        };
        for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
            CHECK(!made[i].object);
            CHECK_ERROR(made[i].status, async_MemoryError, "out of memory");
        }
    }
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    RUN(arguments_are_copied_when_created);
    RUN(what_is_not_given_is_not);
    RUN(records_live_in_containers);
    RUN(another_value_is_a_type_error);
    RUN(a_loop_that_is_left_keeps_nothing);
    RUN(what_no_memory_is_large_enough_for_is_a_memory_error);
    return failures;
}

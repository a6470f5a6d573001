/* Many coroutines at once, one after the other, and one upon the other. With the argument `load`
 * they are as many as there ever should be. */
#include "check.h"

enum {
    FEW_SUSPENDED = 1000,
    FEW_CREATED = 10000,
#ifdef __wasm__
    MANY_SUSPENDED = 100000,
#else
    /* Natively each has a stack of 128 KiB. */
    MANY_SUSPENDED = 20000,
#endif
    MANY_CREATED = 1000000,
    /* The limit is 1,000: what runs the test is one, and its task's own. */
    CHAINED = 998,
    STACK = 1024,
    LONGEST_SLEEP = 997, /* Seconds; and a prime, so that all times come up. */
    BEYOND_STACK = 512   /* Bytes of a suspended coroutine, at most. */
};

static int suspended = FEW_SUSPENDED, created = FEW_CREATED;

/* The coroutines in the order in which they were woken. */
static int *woken;
static int woken_count;

/* Room for so many as are suspended. */
static async_owned *tasks, *futures;

static double delay_of(int index)
{
    return (double)((int64_t)index * 31 % LONGEST_SLEEP + 1);
}

ASYNC_STACK(sleeps, STACK);
ASYNC_FUNCTION(sleeps, async_value, (int, index))
{
    async_try(async_sleep(delay_of(args->index)));
    woken[woken_count++] = args->index;
    return ASYNC_OK;
}

ASYNC_STACK(awaits, STACK);
ASYNC_FUNCTION(awaits, async_value, (int, index), (async_iterable, future))
{
    async_try(async_await(args->future, NULL));
    woken[woken_count++] = args->index;
    return ASYNC_OK;
}

static async_status await_all(async_scope)
{
    for (int i = 0; i < suspended; i++) {
        async_try(async_await(tasks[i].object, NULL));
        async_release(tasks[i].object);
    }
    return ASYNC_OK;
}

static void check_memory(void)
{
#if defined(__wasm__) && !defined(ASYNCFOR_DEBUG)
    /* Beside the task, which is a future of its own. */
    uint32_t bytes = (async_stats().bytes - test.before.bytes) / (uint32_t)suspended;
    CHECK(bytes <= STACK + BEYOND_STACK);
#endif
}

ASYNC_FUNCTION(timers_wake_in_the_order_of_their_deadlines, async_value)
{
    woken_count = 0;
    for (int i = 0; i < suspended; i++) {
        tasks[i] = async_spawn(async_new(sleeps, .index = i));
        async_try(tasks[i].status);
    }
    async_try(async_sleep(0));
    check_memory();
    async_try(await_all(async_here));
    CHECK(woken_count == suspended);
    for (int i = 1; i < suspended; i++) {
        double before = delay_of(woken[i - 1]);
        double after = delay_of(woken[i]);
        if (before > after || (before == after && woken[i - 1] > woken[i]))
            FAILED("%d was woken before %d", woken[i - 1], woken[i]);
    }
    return ASYNC_OK;
}

/* In an order of its own: each index once. */
static int shuffled(int place)
{
    return (int)((int64_t)place * 7919 % suspended);
}

ASYNC_FUNCTION(futures_wake_in_the_order_in_which_they_are_settled, async_value)
{
    woken_count = 0;
    for (int i = 0; i < suspended; i++) {
        futures[i] = async_future_new();
        async_try(futures[i].status);
        tasks[i] =
            async_spawn(async_new(awaits, .index = i, .future = async_retain(futures[i].object)));
        async_try(tasks[i].status);
    }
    async_try(async_sleep(0));
    for (int place = 0; place < suspended; place++)
        async_try(async_future_set_result(futures[shuffled(place)].object, async_value_of(place)));
    async_try(await_all(async_here));
    CHECK(woken_count == suspended);
    for (int place = 0; place < suspended; place++) {
        CHECK(woken[place] == shuffled(place));
        async_release(futures[place].object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(gives, int, (int, number))
{
    return async_return(args->number);
}

ASYNC_FUNCTION(many_are_created_and_end_one_after_the_other, async_value)
{
    int64_t sum = 0;
    uint64_t started = async_stats().started;
    for (int i = 0; i < created; i++) {
        async_value number;
        async_try(async_await(async_new(gives, .number = i), &number));
        sum += number.integer;
    }
    CHECK(sum == (int64_t)created * (created - 1) / 2);
    CHECK(async_stats().started - started == (uint64_t)created);
    return ASYNC_OK;
}

ASYNC_STACK(passes_on, 2048);
ASYNC_GENERATOR(passes_on, int, (async_iterable, source), (bool, waits))
{
    async_for (int, number, args->source) {
        if (args->waits)
            async_try(async_sleep(0));
        async_try(async_yield(number));
    }
    return ASYNC_OK;
}

ASYNC_GENERATOR(numbers, int, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}

static async_owned chain(int length, bool waits)
{
    async_owned last = async_new(numbers, .count = 100);
    for (int i = 1; i < length && last.object; i++)
        last = async_new(passes_on, .source = last.object, .waits = waits && i == length / 2);
    return last;
}

static async_status sum_chain(async_scope, async_owned last, int *sum)
{
    async_try(last.status);
    async_for (int, number, last) {
        *sum += number;
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(items_pass_through_as_many_generators_as_may_be, async_value)
{
    int sums[2] = {0, 0};
    async_try(sum_chain(async_here, chain(CHAINED, false), &sums[0]));
    async_try(sum_chain(async_here, chain(CHAINED, true), &sums[1]));
    CHECK(sums[0] == 4950 && sums[1] == 4950);
    /* One that is left closes all. */
    async_for (int, number, chain(CHAINED, false)) {
        CHECK(number == 0);
        break;
    }
    int none = 0;
    CHECK_ERROR(sum_chain(async_here, chain(CHAINED + 2, false), &none), async_RecursionError,
                "maximum recursion depth exceeded in 'numbers'");
    CHECK(none == 0);
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_chain_that_was_never_started_is_dropped_whatever_its_length, async_value)
{
    async_owned last = chain(created, false);
    async_try(last.status);
    CHECK(async_stats().coroutines - test.before.coroutines >= (uint32_t)created);
    async_release(last.object);
    return ASYNC_OK;
}

enum { TURNS = 3 };
static int turns[64];
static int turn_count;

ASYNC_FUNCTION(takes_turns, async_value, (int, index))
{
    for (int i = 0; i < TURNS; i++) {
        turns[turn_count++] = args->index;
        async_try(async_sleep(0));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_is_always_ready_takes_turns, async_value)
{
    enum { TAKERS = 16 };
    async_owned takers[TAKERS];
    turn_count = 0;
    for (int i = 0; i < TAKERS; i++) {
        takers[i] = async_spawn(async_new(takes_turns, .index = i));
        async_try(takers[i].status);
    }
    for (int i = 0; i < TAKERS; i++) {
        async_try(async_await(takers[i].object, NULL));
        async_release(takers[i].object);
    }
    CHECK(turn_count == TAKERS * TURNS);
    for (int i = 0; i < turn_count; i++)
        CHECK(turns[i] == i % TAKERS);
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    if (argument_count > 1 && strcmp(arguments[1], "load") == 0) {
        suspended = MANY_SUSPENDED;
        created = MANY_CREATED;
    }
    woken = calloc((size_t)suspended, sizeof *woken);
    tasks = calloc((size_t)suspended, sizeof *tasks);
    futures = calloc((size_t)suspended, sizeof *futures);
    RUN(timers_wake_in_the_order_of_their_deadlines);
    RUN(futures_wake_in_the_order_in_which_they_are_settled);
    RUN(many_are_created_and_end_one_after_the_other);
    RUN(items_pass_through_as_many_generators_as_may_be);
    RUN(a_chain_that_was_never_started_is_dropped_whatever_its_length);
    RUN(what_is_always_ready_takes_turns);
    free(woken);
    free(tasks);
    free(futures);
    return failures;
}

/* What a debug build tells of its coroutines; another tells nothing. */
#include "check.h"

#ifdef ASYNCFOR_DEBUG
enum { DEBUG = true };
#else
enum { DEBUG = false };
#endif

ASYNC_FUNCTION(sleeps, async_value, (double, seconds))
{
    return async_sleep(args->seconds);
}

ASYNC_GENERATOR(gives_way, int, (int, count))
{
    for (int i = 0; i < args->count; i++) {
        async_try(async_sleep(0));
        async_try(async_yield(i));
    }
    return ASYNC_OK;
}

/* The time of the first event; below 0: there has been none. */
static double began;

static void note_event(const async_trace_event *event)
{
    static const char *const kinds[] = {"enter", "await", "suspend", "settle"};
    char text[96];
    if (began < 0)
        began = event->time;
    (void)snprintf(text, sizeof text, "[%s %s%s%s at %g]", kinds[event->kind], event->name,
                   event->awaits ? " " : "", event->awaits ? event->awaits : "",
                   event->time - began);
    note(text);
}

ASYNC_FUNCTION(does_it_all, async_value)
{
    async_try(async_await(async_new(sleeps, .seconds = 0.5), NULL));
    async_for (int, item, async_new(gives_way, .count = 1)) {
        CHECK(item == 0);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(the_hook_is_told_what_happens, async_value)
{
    began = -1;
    CHECK(async_set_trace(note_event) == DEBUG);
    async_status status = async_await(async_new(does_it_all), NULL);
    CHECK(async_set_trace(NULL) == DEBUG);
    async_try(status);
    CHECK_LOG(DEBUG ? "[await the_hook_is_told_what_happens coroutine 'does_it_all' at 0] "
                      "[enter does_it_all at 0] "
                      "[await does_it_all coroutine 'sleeps' at 0] "
                      "[enter sleeps at 0] "
                      "[suspend sleeps a timer, 500 ms to go at 0] "
                      "[suspend does_it_all coroutine 'sleeps' at 0] "
                      "[suspend the_hook_is_told_what_happens coroutine 'does_it_all' at 0] "
                      "[enter sleeps at 500] "
                      "[settle sleeps at 500] "
                      "[enter does_it_all at 500] "
                      "[enter gives_way at 500] "
                      "[suspend gives_way its turn at 500] "
                      "[suspend does_it_all generator 'gives_way' at 500] "
                      "[enter gives_way at 500] "
                      "[settle gives_way at 500] "
                      "[enter does_it_all at 500] "
                      "[enter gives_way at 500] "
                      "[settle gives_way at 500] "
                      "[settle does_it_all at 500] "
                      "[enter the_hook_is_told_what_happens at 500]"
                    : "");
    return ASYNC_OK;
}

ASYNC_FUNCTION(awaits_task, async_value, (async_iterable, task))
{
    return async_await(args->task, NULL);
}

ASYNC_FUNCTION(gathers, async_value)
{
    return async_await(
        async_gather(async_new(sleeps, .seconds = 1), async_new(sleeps, .seconds = 2)), NULL);
}

/* Several wait for one task, one waits for several; a generator stands at its yield. */
ASYNC_FUNCTION(dumps, async_value)
{
    async_owned slow = async_spawn(async_new(sleeps, .seconds = 3));
    async_owned waiting[] = {
        async_spawn(async_new(awaits_task, .task = async_retain(slow.object))),
        async_spawn(async_new(awaits_task, .task = async_retain(slow.object))),
        async_spawn(async_new(gathers)),
    };
    async_owned generator = async_new(gives_way, .count = 2);
    async_try(async_await(async_anext(generator.object), NULL));
    async_try(async_sleep(0.25));
    async_dump();
    async_release(generator.object);
    for (int i = 0; i < 3; i++) {
        async_try(async_await(waiting[i].object, NULL));
        async_release(waiting[i].object);
    }
    async_release(slow.object);
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    if (argument_count > 1 && strcmp(arguments[1], "dump") == 0) {
        async_error_print(async_run(async_new(dumps), NULL));
        async_dump();
        return 0;
    }
    RUN(the_hook_is_told_what_happens);
    return failures;
}

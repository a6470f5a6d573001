/* Plain iteration (PEP 234, PEP 255): generators, the loop over them, and what keeps it apart from
 * asynchronous iteration. */
#include "behaviour.h"

SYNC_GENERATOR(count, int, (int, to))
{
    for (int i = 1; i <= args->to; i++) {
        async_status status = async_yield(i);
        if (async_failed(status)) {
            note(async_error_is(status, async_GeneratorExit) ? "closed" : "?");
            return status;
        }
    }
    note("end");
    return ASYNC_OK;
}

static outcome next(async_object *iterator)
{
    outcome got;
    got.status = async_next(iterator, &got.value);
    return got;
}

#define NEXT_IS(iterator, repr) check_outcome(__FILE__, __LINE__, next(iterator), false, repr)
#define NEXT_RAISES(iterator, type, message) \
    check_raised(__FILE__, __LINE__, next(iterator), type, message)

/* The end is STOP, each time. */
static void check_ended(const char *file, int line, async_object *iterator)
{
    for (int i = 0; i < 2; i++) {
        outcome got = next(iterator);
        if (!async_stopped(got.status))
            FAILED("%s:%d: it has not ended", file, line);
        async_error_clear(got.status);
        async_value_release(got.value);
    }
}

#define ENDS(iterator) check_ended(__FILE__, __LINE__, iterator)

ASYNC_FUNCTION(a_generator_is_its_own_iterator_and_ends_for_good, async_value)
{
    async_owned generator = async_new(count, .to = 2);
    CHECK(strcmp(async_type_name(generator.object), "generator") == 0);
    async_owned iterator = async_iter(generator.object);
    CHECK(iterator.object == generator.object);
    async_release(iterator.object);
    NEXT_IS(generator.object, "1");
    NEXT_IS(generator.object, "2");
    ENDS(generator.object);
    async_release(generator.object);
    CHECK_LOG("end");
    return ASYNC_OK;
}

static async_status first_of(async_object *source, int *first)
{
    sync_for (int, n, source) {
        *first = n;
        return ASYNC_OK;
    }
    return ASYNC_OK;
}

static async_status breaks(async_owned source)
{
    sync_for (int, n, source) {
        if (n == 2)
            break;
    }
    else
    {
        note("else");
    }
    note("after");
    return ASYNC_OK;
}

/* It needs no coroutine. */
static async_status plain_loops_need_no_coroutine(void)
{
    sync_for (int, n, async_new(count, .to = 3)) {
        if (n == 2)
            continue;
        note_value(async_value_of(n));
    }
    else
    {
        note("else");
    }
    CHECK_LOG("1 3 end else");
    async_try(breaks(async_new(count, .to = 3)));
    CHECK_LOG("closed after");
    async_try(breaks(async_new(count, .to = 1)));
    CHECK_LOG("end else after");
    async_owned generator = async_new(count, .to = 3);
    int first = 0;
    async_try(first_of(generator.object, &first));
    CHECK_LOG("");
    async_try(first_of(generator.object, &first));
    CHECK(first == 2);
    async_release(generator.object);
    CHECK_LOG("closed");
    async_owned tuple = async_tuple(3, 4);
    sync_for (int, outer, tuple.object) {
        sync_for (int, inner, async_list(1, 2)) {
            note_value(async_value_of(outer * inner));
        }
    }
    async_release(tuple.object);
    CHECK_LOG("3 6 4 8");
    return ASYNC_OK;
}

ASYNC_FUNCTION(sync_for_breaks_continues_returns_and_has_an_else, async_value)
{
    return plain_loops_need_no_coroutine();
}

ASYNC_FUNCTION(a_generator_is_closed_where_it_is_dropped, async_value)
{
    async_owned generator = async_new(count, .to = 3);
    NEXT_IS(generator.object, "1");
    async_release(generator.object);
    CHECK_LOG("closed");
    async_release(async_new(count, .to = 3).object);
    CHECK_LOG("");
    return ASYNC_OK;
}

static void note_context(const async_exception_context *context)
{
    note(async_error_type_of(context->error)->name);
    note(async_error_message(context->error));
}

SYNC_GENERATOR(ignores_exit, int)
{
    async_error_clear(async_yield(1));
    note("ignored");
    async_try(async_yield(2));
    note("not here");
    return ASYNC_OK;
}

SYNC_GENERATOR(fails_to_close, int)
{
    async_status status = async_yield(1);
    return async_failed(status) ? async_raise(async_ValueError, "closing") : status;
}

ASYNC_FUNCTION(what_goes_wrong_when_it_is_dropped_is_reported, async_value)
{
    async_set_exception_handler(note_context);
    async_owned generator = async_new(ignores_exit);
    NEXT_IS(generator.object, "1");
    async_release(generator.object);
    CHECK_LOG("ignored RuntimeError generator ignored GeneratorExit");
    generator = async_new(fails_to_close);
    NEXT_IS(generator.object, "1");
    async_release(generator.object);
    CHECK_LOG("ValueError closing");
    async_set_exception_handler(NULL);
    return ASYNC_OK;
}

static const async_error_type *raised_type;

SYNC_GENERATOR(raises, int)
{
    async_try(async_yield(1));
    return async_raise(raised_type, "x");
}

static async_status drain(async_owned source)
{
    sync_for (async_value, value, source) {
        (void)value;
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(stop_iteration_that_leaves_the_body_is_a_runtime_error, async_value)
{
    raised_type = async_StopIteration;
    check_caused(__FILE__, __LINE__, drain(async_new(raises)), async_RuntimeError,
                 "generator raised StopIteration", async_StopIteration, "x");
    const async_error_type *types[] = {async_StopAsyncIteration, async_ValueError};
    for (int i = 0; i < 2; i++) {
        raised_type = types[i];
        CHECK_ERROR(drain(async_new(raises)), raised_type, "x");
        async_owned generator = async_new(raises);
        NEXT_IS(generator.object, "1");
        NEXT_RAISES(generator.object, raised_type, "x");
        ENDS(generator.object);
        async_release(generator.object);
    }
    return ASYNC_OK;
}

static async_object *itself;

SYNC_GENERATOR(asks_itself, int)
{
    async_value item;
    CHECK_ERROR(async_next(itself, &item), async_ValueError, "generator already executing");
    return async_yield(1);
}

ASYNC_FUNCTION(a_generator_that_executes_cannot_be_resumed, async_value)
{
    itself = async_new(asks_itself).object;
    NEXT_IS(itself, "1");
    ENDS(itself);
    async_release(itself);
    return ASYNC_OK;
}

/* Yields from another, by a helper. */
static async_status yield_all(async_sync_scope, async_owned source)
{
    sync_for (async_value, value, source) {
        async_try(async_yield(async_value_retain(value)));
    }
    return ASYNC_OK;
}

SYNC_GENERATOR(walks, async_value, (int, depth))
{
    async_try(async_yield("text"));
    if (args->depth == 0)
        return async_yield(async_list(1));
    return yield_all(async_here, async_new(walks, .depth = args->depth - 1));
}
ASYNC_STACK(walks, 2048);

ASYNC_FUNCTION(generators_nest_up_to_a_limit, async_value)
{
    async_owned list = async_list_of(async_value_retain(value),
                                     sync_for (async_value, value, async_new(walks, .depth = 2)));
    note_value(async_value_of(list));
    CHECK_LOG("['text', 'text', 'text', [1]]");
    CHECK_ERROR(drain(async_new(walks, .depth = 1100)), async_RecursionError,
                "maximum recursion depth exceeded in 'walks'");
    return ASYNC_OK;
}

/* An iterator, whose end is as Python's `__next__` says it. */
ASYNC_CLASS(Numbers, int, (int, to))
{
    int current;
};

ASYNC_NEXT(Numbers)
{
    if (self->current == args->to)
        return async_raise(async_StopIteration, "%s", "");
    *item = async_value_of(++self->current);
    return ASYNC_OK;
}

ASYNC_FUNCTION(classes_may_end_by_stop_iteration, async_value)
{
    async_owned list = async_list_of(n, sync_for (int, n, async_new(Numbers, .to = 3)));
    note_value(async_value_of(list));
    list = async_list_of(n, async_for (int, n, async_from_sync(async_new(Numbers, .to = 3))));
    note_value(async_value_of(list));
    CHECK_LOG("[1, 2, 3] [1, 2, 3]");
    return ASYNC_OK;
}

ASYNC_GENERATOR(asynchronous, int)
{
    return async_yield(1);
}

ASYNC_FUNCTION(loops_asynchronously, async_value, (async_value, source))
{
    async_for (async_value, value, args->source) {
        (void)value;
    }
    return ASYNC_OK;
}

static async_status loop_plainly(async_value source)
{
    sync_for (async_value, value, source) {
        (void)value;
    }
    return ASYNC_OK;
}

static void check_refused(const char *file, int line, async_status status, const char *format,
                          const char *type)
{
    char message[128];
    (void)snprintf(message, sizeof message, format, type);
    check_error(file, line, status, async_TypeError, message);
}

#define REFUSED(status, format, type) check_refused(__FILE__, __LINE__, status, format, type)

ASYNC_FUNCTION(plain_and_asynchronous_iterables_are_apart, async_value)
{
    static const char *const not_async =
        "'async for' requires an object with __aiter__ method, got %s";
    static const char *const not_iterable = "'%s' object is not iterable";
    async_owned set = async_set_new();
    async_try(async_set_add(set.object, 1));
    async_value plain[] = {async_value_of(async_list(1)),
                           async_value_of(async_tuple(1)),
                           async_value_of(set),
                           async_value_of(async_dict_new()),
                           async_value_of(async_new(count, .to = 1)),
                           async_value_of("text"),
                           async_value_of(5),
                           async_value_of(1.5),
                           async_none(),
                           async_value_of((bool)true)};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        const char *type = async_value_type_name(&plain[i]);
        REFUSED(async_await(async_new(loops_asynchronously, .source = async_value_retain(plain[i])),
                            NULL),
                not_async, type);
        REFUSED(async_await(plain[i], NULL), "object %s can't be used in 'await' expression", type);
        if (plain[i].kind != ASYNC_OBJECT && plain[i].kind != ASYNC_STRING)
            REFUSED(loop_plainly(plain[i]), not_iterable, type);
        async_value_release(plain[i]);
    }
    async_value generator = async_value_of(async_new(asynchronous));
    REFUSED(loop_plainly(generator), not_iterable, "async_generator");
    async_value_release(generator);
    CHECK_ERROR(first_of(NULL, NULL), async_TypeError, "'NoneType' object is not iterable");
    return ASYNC_OK;
}

ASYNC_FUNCTION(the_adapter_makes_an_asynchronous_iterator, async_value)
{
    async_owned list = async_list("a", "b");
    async_for (async_string, text, async_from_sync(list)) {
        CHECK(text.size == 1);
        note(*text.data == 'a' ? "a" : "b");
    }
    else
    {
        note("else");
    }
    CHECK_LOG("a b else");
    async_for (int, n, async_from_sync(async_new(count, .to = 3))) {
        CHECK(n == 1);
        break;
    }
    CHECK_LOG("closed");
    async_owned adapted = async_from_sync(async_new(count, .to = 2));
    GIVES(async_anext(adapted.object), "1");
    GIVES(async_anext(adapted.object), "2");
    STOPS(async_anext(adapted.object));
    STOPS(async_anext(adapted.object));
    async_release(adapted.object);
    CHECK_LOG("end");
    raised_type = async_ValueError;
    adapted = async_from_sync(async_new(raises));
    GIVES(async_anext(adapted.object), "1");
    RAISES(async_anext(adapted.object), async_ValueError, "x");
    async_release(adapted.object);
    CALL_RAISES(async_from_sync(async_new(asynchronous)), async_TypeError,
                "'async_generator' object is not iterable");
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    RUN(a_generator_is_its_own_iterator_and_ends_for_good);
    RUN(sync_for_breaks_continues_returns_and_has_an_else);
    RUN(a_generator_is_closed_where_it_is_dropped);
    RUN(what_goes_wrong_when_it_is_dropped_is_reported);
    RUN(stop_iteration_that_leaves_the_body_is_a_runtime_error);
    RUN(a_generator_that_executes_cannot_be_resumed);
    RUN(generators_nest_up_to_a_limit);
    RUN(classes_may_end_by_stop_iteration);
    RUN(plain_and_asynchronous_iterables_are_apart);
    RUN(the_adapter_makes_an_asynchronous_iterator);
    RUN_OUTSIDE(plain_loops_need_no_coroutine);
    return failures;
}

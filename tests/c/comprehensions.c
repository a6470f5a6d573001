/* Comprehensions and generator expressions (PEP 530). */
#include "behaviour.h"

ASYNC_GENERATOR(count, int, (int, to), (bool, fails, false))
{
    for (int i = 1; i <= args->to; i++) {
        async_try(async_sleep(0));
        async_status status = async_yield(i);
        if (async_failed(status)) {
            note("closed");
            return status;
        }
    }
    return args->fails ? async_raise(async_ValueError, "after %d", args->to) : ASYNC_OK;
}

ASYNC_FUNCTION(lists_sets_and_dicts_are_in_the_order_of_iteration, async_value)
{
    async_owned odd =
        async_list_of(n * n, async_for (int, n, async_new(count, .to = 5)) if (n % 2));
    note_value(async_value_of(odd));
    CHECK_LOG("[1, 9, 25]");
    async_owned set = async_set_of(n % 3, async_for (int, n, async_new(count, .to = 7)));
    note_value(async_value_of(set));
    CHECK_LOG("{1, 2, 0}");
    async_owned dict = async_dict_of(n % 3, n, async_for (int, n, async_new(count, .to = 5)));
    note_value(async_value_of(dict));
    CHECK_LOG("{1: 4, 2: 5, 0: 3}");
    async_owned none = async_list_of(n, async_for (int, n, async_new(count, .to = 0)));
    note_value(async_value_of(none));
    none = async_dict_of(n, n, async_for (int, n, async_new(count, .to = 3)) if (n > 3));
    note_value(async_value_of(none));
    CHECK_LOG("[] {}");
    async_owned texts = async_list_of(text, sync_for (async_string, text, async_list("a", "b")));
    note_value(async_value_of(texts));
    CHECK_LOG("['a', 'b']");
    return ASYNC_OK;
}

/* Tells whoever drives it by hand what is evaluated. */
ASYNC_FUNCTION(evaluates, async_value, (async_string, what), (int, n), (int, result))
{
    async_try(async_suspend(async_tuple(args->what, args->n), NULL));
    return async_return(args->result);
}

/* What an evaluation of `n` gives, which is `value`. */
#define EVALUATED(words, value)                                                      \
    async_new(evaluates, .what = ((async_string){words, sizeof(words) - 1}), .n = n, \
              .result = value)

ASYNC_GENERATOR(evaluated_items, int, (int, to))
{
    for (int n = 1; n <= args->to; n++) {
        async_try(async_await(EVALUATED("source", 0), NULL));
        async_try(async_yield(n));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(makes_iterable, async_iterable, (int, n))
{
    async_try(async_suspend(async_tuple("iterable", args->n), NULL));
    return async_return(async_list(args->n, args->n * 10));
}

ASYNC_FUNCTION(awaits_in_list, async_iterable)
{
    return async_return(async_list_of(
        async_try_await(int, EVALUATED("element", n * 10)),
        async_for (int, n,
                   async_new(evaluated_items,
                             .to = 3)) if (async_try_await(int, EVALUATED("condition", n != 2)))));
}

ASYNC_FUNCTION(awaits_in_dict, async_iterable)
{
    return async_return(async_dict_of(async_try_await(int, EVALUATED("key", n)),
                                      async_try_await(int, EVALUATED("value", -n)),
                                      sync_for (int, n, async_list(1, 2))));
}

ASYNC_FUNCTION(awaits_iterable, async_iterable)
{
    return async_return(async_list_of(
        item, async_for (int, n, async_new(evaluated_items, .to = 2)) sync_for (
                  int, item, async_try_await(async_owned, async_new(makes_iterable, .n = n)))));
}

static void check_steps(const char *file, int line, async_owned coroutine, const char *expected)
{
    for (;;) {
        outcome step = NEXT(coroutine);
        note_value(step.value);
        if (async_failed(step.status))
            break;
    }
    if (strcmp(history, expected) != 0)
        FAILED("%s:%d: expected %s, got %s", file, line, expected, history);
    *history = 0;
    async_release(coroutine.object);
}

#define STEPS(coroutine, expected) check_steps(__FILE__, __LINE__, coroutine, expected)

ASYNC_FUNCTION(elements_conditions_and_iterables_await_in_their_order, async_value)
{
    STEPS(async_new(awaits_in_list),
          "('source', 1) ('condition', 1) ('element', 1) ('source', 2) ('condition', 2) "
          "('source', 3) ('condition', 3) ('element', 3) [10, 30]");
    STEPS(async_new(awaits_in_dict),
          "('key', 1) ('value', 1) ('key', 2) ('value', 2) {1: -1, 2: -2}");
    STEPS(async_new(awaits_iterable),
          "('source', 1) ('iterable', 1) ('source', 2) ('iterable', 2) [1, 10, 2, 20]");
    return ASYNC_OK;
}

ASYNC_FUNCTION(clauses_nest_in_any_order, async_value)
{
    async_owned list = async_list(2, 1);
    async_owned made =
        async_list_of(async_tuple(x, y),
                      sync_for (int, x, list.object) async_for (int, y, async_new(count, .to = x)));
    note_value(async_value_of(made));
    CHECK_LOG("[(2, 1), (2, 2), (1, 1)]");
    made =
        async_list_of(async_tuple(x, y), async_for (int, x, async_new(count, .to = 3)) if (x != 2)
                                             sync_for (int, y, list.object) if (x > y));
    note_value(async_value_of(made));
    CHECK_LOG("[(3, 2), (3, 1)]");
    made = async_list_of(async_list_of(y, async_for (int, y, async_new(count, .to = x))),
                         async_for (int, x, async_new(count, .to = 3)));
    note_value(async_value_of(made));
    CHECK_LOG("[[1], [1, 2], [1, 2, 3]]");
    made = async_list_of(
        y, sync_for (int, y, async_list_of(x, async_for (int, x, async_new(count, .to = 2)))));
    note_value(async_value_of(made));
    CHECK_LOG("[1, 2]");
    async_release(list.object);
    return ASYNC_OK;
}

/* An iterable that says when it is asked for an iterator. */
ASYNC_CLASS(Asked, int, (int, to))
{
    int unused;
};

ASYNC_AITER(Asked)
{
    note("aiter");
    async_owned created = async_new(count, .to = args->to);
    *iterator = created.object;
    return created.status;
}

ASYNC_FUNCTION(inner_iterables_are_opened_anew_for_each_outer_item, async_value)
{
    async_owned inner = async_new(Asked, .to = 2);
    async_owned made = async_list_of(x * y, async_for (int, x, async_new(count, .to = 3))
                                                async_for (int, y, inner.object));
    note_value(async_value_of(made));
    CHECK_LOG("aiter aiter aiter [1, 2, 2, 4, 3, 6]");
    async_release(inner.object);
    return ASYNC_OK;
}

static async_error *raised_by_element;

ASYNC_FUNCTION(refuses, int, (int, n))
{
    async_try(async_sleep(0));
    async_status status = args->n > 1 ? async_raise(async_ValueError, "at %d", args->n) : ASYNC_OK;
    raised_by_element = status.error;
    async_try(status);
    return async_return(args->n);
}

ASYNC_FUNCTION(list_over, async_iterable, (async_iterable, source))
{
    return async_return(async_list_of(async_list(n, "text"), async_for (int, n, args->source)));
}

ASYNC_FUNCTION(list_of_refused, async_iterable, (async_iterable, source))
{
    return async_return(async_list_of(async_try_await(int, async_new(refuses, .n = n)),
                                      async_for (int, n, args->source)));
}

/* The key has been made when the value fails. */
ASYNC_FUNCTION(dict_of_refused, async_iterable, (async_iterable, source))
{
    return async_return(async_dict_of(async_tuple(n),
                                      async_try_await(int, async_new(refuses, .n = n)),
                                      async_for (int, n, args->source)));
}

ASYNC_FUNCTION(set_of_lists, async_iterable, (async_iterable, source))
{
    return async_return(async_set_of(async_list(n), async_for (int, n, args->source)));
}

ASYNC_FUNCTION(list_of_lists_of_refused, async_iterable, (async_iterable, source))
{
    return async_return(
        async_list_of(async_list_of(async_try_await(int, async_new(refuses, .n = x * n)),
                                    sync_for (int, x, async_list(1, 2))),
                      async_for (int, n, args->source)));
}

ASYNC_FUNCTION(an_error_of_the_source_leaves_nothing, async_value)
{
    async_owned source = async_new(count, .to = 2, .fails = true);
    RAISES(async_new(list_over, .source = async_retain(source.object)), async_ValueError,
           "after 2");
    STOPS(async_anext(source.object));
    async_release(source.object);
    RAISES(async_new(list_over, .source = async_list(1).object), async_TypeError,
           "'async for' requires an object with __aiter__ method, got list");
    CHECK_LOG("");
    return ASYNC_OK;
}

/* A generator that was dropped is closed by a turn of the loop. */
static async_status until_closed(async_scope)
{
    CHECK_LOG("");
    async_try(async_sleep(0));
    async_try(async_sleep(0));
    CHECK_LOG("closed");
    return ASYNC_OK;
}

#define REFUSED(name, type, message)                                                   \
    do {                                                                               \
        async_owned source = async_new(count, .to = 3);                                \
        RAISES(async_new(name, .source = async_retain(source.object)), type, message); \
        CHECK_LOG("");                                                                 \
        note_value(AWAITED(async_anext(source.object)).value);                         \
        GIVES(async_aclose(source.object), "None");                                    \
        async_release(source.object);                                                  \
    } while (0)

ASYNC_FUNCTION(an_error_of_an_element_leaves_the_source_open, async_value)
{
    REFUSED(list_of_refused, async_ValueError, "at 2");
    CHECK_LOG("3 closed");
    REFUSED(dict_of_refused, async_ValueError, "at 2");
    CHECK_LOG("3 closed");
    REFUSED(set_of_lists, async_TypeError, "unhashable type: 'list'");
    CHECK_LOG("2 closed");
    REFUSED(list_of_lists_of_refused, async_ValueError, "at 2");
    CHECK_LOG("2 closed");
    async_status status =
        async_await(async_new(list_of_refused, .source = async_new(count, .to = 3).object), NULL);
    CHECK(status.error == raised_by_element);
    CHECK_ERROR(status, async_ValueError, "at 2");
    /* Nobody held that source but the arguments of the function. */
    async_try(until_closed(async_here));
    return ASYNC_OK;
}

ASYNC_FUNCTION(makes_list, async_iterable)
{
    return async_return(async_list(1));
}

ASYNC_FUNCTION(makes_text, async_string)
{
    return async_return("text");
}

ASYNC_FUNCTION(awaits_wrong_type, async_iterable)
{
    return async_return(async_list_of(async_try_await(int, async_new(makes_list)),
                                      sync_for (int, n, async_list(1, 2)) if (n)));
}

ASYNC_FUNCTION(awaits_no_object, async_iterable)
{
    return async_return(
        async_list_of(n, async_for (int, n, async_try_await(async_owned, async_new(makes_text)))));
}

ASYNC_FUNCTION(a_result_of_an_await_is_of_the_type_that_was_asked_for, async_value)
{
    RAISES(async_new(awaits_wrong_type), async_TypeError, "expected int, got list");
    RAISES(async_new(awaits_no_object), async_TypeError, "expected an object, got str");
    return ASYNC_OK;
}

ASYNC_GENERATOR_EXPRESSION(multiples, int, x * args->by, (int, x), if (x % 2), (int, by));
ASYNC_GENERATOR_EXPRESSION(same, int, x, (int, x), );
ASYNC_GENERATOR_EXPRESSION(products, int, x *y, (int, x), async_for (int, y, args->other),
                           (async_iterable, other));
ASYNC_GENERATOR_EXPRESSION(awaited, int, async_try_await(int, async_new(refuses, .n = x)),
                           (int, x), );

ASYNC_FUNCTION(a_generator_expression_is_an_asynchronous_generator, async_value)
{
    async_owned made = async_new(multiples, .source = async_new(count, .to = 5).object, .by = 10);
    CHECK(strcmp(async_type_name(made.object), "async_generator") == 0);
    async_owned list = async_list_of(n, async_for (int, n, made));
    note_value(async_value_of(list));
    CHECK_LOG("[10, 30, 50]");

    made = async_new(same, .source = async_new(count, .to = 5).object);
    RAISES(async_asend(made.object, 1), async_TypeError,
           "can't send non-None value to a just-started async generator");
    GIVES(async_asend(made.object, async_none()), "1");
    GIVES(async_asend(made.object, "ignored"), "2");
    RAISES(async_athrow(made.object, async_error_new(async_ValueError, "thrown")), async_ValueError,
           "thrown");
    STOPS(async_anext(made.object));
    async_release(made.object);
    async_try(until_closed(async_here));

    made = async_new(awaited, .source = async_new(count, .to = 5).object);
    GIVES(async_anext(made.object), "1");
    RAISES(async_anext(made.object), async_ValueError, "at 2");
    STOPS(async_anext(made.object));
    async_release(made.object);
    async_try(until_closed(async_here));
    return ASYNC_OK;
}

ASYNC_FUNCTION(closing_a_generator_expression_leaves_a_source_that_is_held, async_value)
{
    async_owned source = async_new(count, .to = 5);
    async_owned made = async_new(same, .source = async_retain(source.object));
    GIVES(async_anext(made.object), "1");
    GIVES(async_aclose(made.object), "None");
    STOPS(async_anext(made.object));
    async_release(made.object);
    CHECK_LOG("");
    GIVES(async_anext(source.object), "2");
    GIVES(async_aclose(source.object), "None");
    CHECK_LOG("closed");
    async_release(source.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(only_its_first_iterable_is_opened_when_it_is_created, async_value)
{
    CALL_RAISES(async_new(same, .source = async_list(1).object), async_TypeError,
                "'async for' requires an object with __aiter__ method, got list");
    CALL_RAISES(async_new(same, .source = NULL), async_TypeError,
                "'async for' requires an object with __aiter__ method, got NoneType");
    async_owned made = async_new(products, .source = async_new(Asked, .to = 2).object,
                                 .other = async_new(Asked, .to = 2).object);
    CHECK_LOG("aiter");
    GIVES(async_anext(made.object), "1");
    CHECK_LOG("aiter");
    async_owned list = async_list_of(n, async_for (int, n, made));
    note_value(async_value_of(list));
    CHECK_LOG("aiter [2, 2, 4]");
    made = async_new(products, .source = async_new(count, .to = 2).object,
                     .other = async_list(1).object);
    RAISES(async_anext(made.object), async_TypeError,
           "'async for' requires an object with __aiter__ method, got list");
    async_release(made.object);
    async_try(until_closed(async_here));
    made = async_new(same, .source = async_new(Asked, .to = 2).object);
    async_release(made.object);
    CHECK_LOG("aiter");
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    BEHAVIOUR("75", lists_sets_and_dicts_are_in_the_order_of_iteration);
    BEHAVIOUR("76", elements_conditions_and_iterables_await_in_their_order);
    BEHAVIOUR("76", a_result_of_an_await_is_of_the_type_that_was_asked_for);
    BEHAVIOUR("77", clauses_nest_in_any_order);
    BEHAVIOUR("77", inner_iterables_are_opened_anew_for_each_outer_item);
    BEHAVIOUR("78", an_error_of_the_source_leaves_nothing);
    BEHAVIOUR("78", an_error_of_an_element_leaves_the_source_open);
    BEHAVIOUR("79", a_generator_expression_is_an_asynchronous_generator);
    BEHAVIOUR("79", closing_a_generator_expression_leaves_a_source_that_is_held);
    BEHAVIOUR("79", only_its_first_iterable_is_opened_when_it_is_created);
    return failures;
}

/**
 * @file behaviour.h
 * Tests of what behaviours.md lists: each is named by the numbers of its behaviours, and says what
 * it expects in Python's words, values as repr() shows them.
 */
#ifndef BEHAVIOUR_H
#define BEHAVIOUR_H

#include "check.h"

/* Runs the test of the behaviours with these numbers: BEHAVIOUR("13 14", name). */
#define BEHAVIOUR(numbers, name) BEHAVIOUR_THEN(numbers, name, (void)0)

/* The same, and then what is to be seen only after the loop has shut down. */
#define BEHAVIOUR_THEN(numbers, name, then) BEHAVIOUR_THEN_NAMED(numbers ": " #name, name, then)

#define BEHAVIOUR_THEN_NAMED(line, name, then)                \
    while (runs_again(line)) {                                \
        async_status with = async_run(async_new(name), NULL); \
        then;                                                 \
        test_ended(with);                                     \
    }

/* Leaves what repr() says of a value in a buffer, and drops the value. */
static void show(async_value value, char *buffer, size_t size)
{
    async_value shown = async_none();
    async_string text = {"?", 1};
    async_error_clear(async_value_repr(&value, &shown));
    async_error_clear(async_value_to(&shown, &text));
    (void)snprintf(buffer, size, "%.*s", (int)text.size, text.data);
    async_value_release(shown);
    async_value_release(value);
}

/* Notes a value, which it drops. */
static __attribute__((unused)) void note_value(async_value value)
{
    char text[128];
    show(value, text, sizeof text);
    note(text);
}

/* Notes the type of an error, and hands the error on. */
static __attribute__((unused)) async_status noted(async_status status)
{
    note(status.error ? async_error_type_of(status.error)->name : "OK");
    return status;
}

/* What awaiting something, or a step by hand, came to. */
typedef struct outcome {
    async_status status;
    async_value value;
} outcome;

static __attribute__((unused)) void check_outcome(const char *file, int line, outcome got,
                                                  bool stopped, const char *expected)
{
    char text[128];
    if (async_failed(got.status) && !(stopped && async_stopped(got.status))) {
        async_value_release(got.value);
        FAILED("%s:%d: expected %s, got %s: %s", file, line, expected,
               async_error_type_of(got.status.error)->name, async_error_message(got.status.error));
        async_error_clear(got.status);
        return;
    }
    show(got.value, text, sizeof text);
    if (strcmp(text, expected) == 0 && stopped == async_stopped(got.status))
        return;
    FAILED("%s:%d: expected %s, got %s%s", file, line, expected, text,
           stopped && !async_failed(got.status) ? ", suspended" : "");
}

static __attribute__((unused)) void check_raised(const char *file, int line, outcome got,
                                                 const async_error_type *type, const char *message)
{
    async_value_release(got.value);
    check_error(file, line, got.status, type, message);
}

/* The same of a step by hand, where STOP means that the body has returned. */
static __attribute__((unused)) void check_step(const char *file, int line, outcome got,
                                               const async_error_type *type, const char *message)
{
    if (async_stopped(got.status)) {
        check_outcome(file, line, got, false, message);
        return;
    }
    check_raised(file, line, got, type, message);
}

/* Like check_error(), of an error that has a cause. */
static __attribute__((unused)) void check_caused(const char *file, int line, async_status status,
                                                 const async_error_type *type, const char *message,
                                                 const async_error_type *cause_type,
                                                 const char *cause_message)
{
    const async_error *cause = status.error ? async_error_cause(status.error) : NULL;
    if (!cause || async_error_type_of(cause) != cause_type ||
        strcmp(async_error_message(cause), cause_message) != 0) {
        FAILED("%s:%d: expected the cause %s: %s, got %s: %s", file, line, cause_type->name,
               cause_message, cause ? async_error_type_of(cause)->name : "none",
               cause ? async_error_message(cause) : "");
    }
    check_error(file, line, status, type, message);
}

/* What awaiting comes to: async_for and async_await take the same things. */
#define AWAITED(awaitable)                                       \
    __extension__({                                              \
        outcome awaited = {.value = async_none()};               \
        awaited.status = async_await(awaitable, &awaited.value); \
        awaited;                                                 \
    })
#define GIVES(awaitable, repr) check_outcome(__FILE__, __LINE__, AWAITED(awaitable), false, repr)
#define RAISES(awaitable, type, message) \
    check_raised(__FILE__, __LINE__, AWAITED(awaitable), type, message)
#define STOPS(awaitable) RAISES(awaitable, async_StopAsyncIteration, "")
#define RAISES_FROM(awaitable, type, message, cause_type, cause_message)                      \
    check_caused(__FILE__, __LINE__, async_await(awaitable, NULL), type, message, cause_type, \
                 cause_message)

/* An error that leaves the call, before anything is awaited. */
#define CALL_RAISES(created, type, message)        \
    do {                                           \
        async_owned called = (created);            \
        CHECK(called.object == NULL);              \
        CHECK_ERROR(called.status, type, message); \
        async_release(called.object);              \
    } while (0)

/* Steps by hand, and what they come to. */
static __attribute__((unused)) outcome send_value(async_object *coroutine, async_value value)
{
    outcome sent;
    sent.status = async_send(coroutine, value, &sent.value);
    return sent;
}

static __attribute__((unused)) outcome throw_error(async_object *coroutine, async_error *error)
{
    outcome thrown;
    thrown.status = async_throw(coroutine, error, &thrown.value);
    return thrown;
}

#define NEXT(coroutine) send_value((coroutine).object, async_none())
#define SEND(coroutine, value) send_value((coroutine).object, async_value_of(value))
#define THROW(coroutine, type, message) \
    throw_error((coroutine).object, async_error_new(type, "%s", message))
#define SUSPENDED(step, repr) check_outcome(__FILE__, __LINE__, step, false, repr)
#define RETURNED(step, repr) check_outcome(__FILE__, __LINE__, step, true, repr)
#define RAISED(step, type, message) check_step(__FILE__, __LINE__, step, type, message)

#endif

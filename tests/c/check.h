/**
 * @file check.h
 * The tests in C: each is an asynchronous function, run by a program that prints a line for it.
 *
 * With `--faults` each is run again with its first allocation failing, then its second, and so on,
 * until it has none that fails. What it expects is not to be had then, but for what nobody is told
 * of by a MemoryError; and the run that follows is to go as if nothing had been. Natively each such
 * pair of runs is a process of its own. A test that an error ends early leaves behind what it holds
 * itself; that the runtime keeps nothing is proved by the programs of `tests/fuzz`, which do not.
 */
#ifndef CHECK_H
#define CHECK_H

#include "faults.h"

#include <asyncfor.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifndef __wasm__
#include <sys/wait.h>
#include <unistd.h>
#endif

static int failures;

/* What happened, in order: `log` takes words, CHECK_LOG compares and starts anew. */
static char history[1024];

/* A pair of runs that takes more seconds will never end. */
enum { LONGEST_RUN = 60 };

/* So many allocations fail one after the other; of more than that, every tenth of so many. */
enum { ALL_OF_THEM = 200, FEWER = 10 };

static unsigned next_fault(unsigned fault)
{
    return fault < ALL_OF_THEM ? fault + 1 : fault + fault / FEWER;
}

/* How a process ends that has run a test with an allocation failing. */
enum { AS_IT_SHOULD, WRONG, WITHOUT_FAULT };

/* The test that runs. */
static struct {
    const char *name;
    unsigned runs;
    int failures_before;
    async_statistics before; /* What lives already. */
    unsigned fault;          /* The allocation that fails in every other run; 0: none does. */
    unsigned injected;
    bool last_failed; /* An allocation of the last run with a fault. */
} test;
static bool with_faults;

static void tests_begin(int argument_count, char **arguments)
{
    with_faults = argument_count > 1 && strcmp(arguments[1], "--faults") == 0;
}

/* What a check says means nothing once somebody has been told of an allocation that failed: what is
 * told to nobody is to change nothing. */
static bool in_vain(void)
{
    return faults_failed() && faults_told();
}

#define FAILED(...)                                            \
    do {                                                       \
        if (!in_vain()) {                                      \
            printf("not ok " __VA_ARGS__);                     \
            if (test.fault)                                    \
                printf(" (allocation %u failed)", test.fault); \
            printf("\n");                                      \
            failures++;                                        \
        }                                                      \
    } while (0)

/* Everything that the test has created must be gone. */
static void expect_nothing_lives(void)
{
    async_statistics live = async_stats();
    if (live.coroutines == test.before.coroutines && live.stacks == test.before.stacks &&
        live.handles == test.before.handles && live.allocations == test.before.allocations &&
        live.bytes == test.before.bytes)
        return;
    faults_fail_at(0);
    FAILED("%s: left behind %u coroutines, %u stacks, %u allocations", test.name,
           live.coroutines - test.before.coroutines, live.stacks - test.before.stacks,
           live.allocations - test.before.allocations);
}

ASYNC_FUNCTION(gives_way_once, async_value)
{
    return async_sleep(0);
}

/* Prepares a run, with a fault or without. */
static bool run_again(unsigned fault)
{
    *history = 0;
    test.before = async_stats();
    faults_fail_at(fault);
    return true;
}

static void tell_passed(void)
{
    if (failures == test.failures_before && with_faults)
        printf("ok %s, %u allocations failed\n", test.name, test.injected);
    else if (failures == test.failures_before)
        printf("ok %s\n", test.name);
}

#ifdef __wasm__
/* A run with a fault, and one without, in turn. */
static bool run_with_faults(void)
{
    if (test.runs % 2 == 0)
        return run_again(0);
    if (test.fault && !test.last_failed) {
        tell_passed();
        return false;
    }
    test.fault = next_fault(test.fault);
    return run_again(test.fault);
}
#else
/* In a process that has been made for them: a run with a fault, and one without. */
static bool run_pair(void)
{
    if (test.runs == 1)
        return run_again(test.fault);
    if (test.runs == 2 && test.injected)
        return run_again(0);
    (void)fflush(stdout);
    _exit(failures != test.failures_before ? WRONG : test.injected ? AS_IT_SHOULD : WITHOUT_FAULT);
}

/* @return true in a process that has been made for a fault. */
static bool run_with_faults(void)
{
    static bool made_for_a_fault;
    if (made_for_a_fault)
        return run_pair();
    for (;;) {
        int ended;
        test.fault = next_fault(test.fault);
        (void)fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            (void)alarm(LONGEST_RUN);
            made_for_a_fault = true;
            test.injected = 0;
            test.runs = 1;
            return run_pair();
        }
        (void)waitpid(child, &ended, 0);
        if (WIFSIGNALED(ended))
            FAILED("%s: ended by signal %d", test.name, WTERMSIG(ended));
        if (WIFEXITED(ended) && WEXITSTATUS(ended) == WITHOUT_FAULT)
            break;
        failures += WIFEXITED(ended) && WEXITSTATUS(ended) != AS_IT_SHOULD;
        test.injected++;
    }
    tell_passed();
    return false;
}
#endif

/* True if the test is to be run, once more. */
static bool runs_again(const char *name)
{
    if (test.name != name) {
        memset(&test, 0, sizeof test);
        test.name = name;
        test.failures_before = failures;
        return run_again(0);
    }
    if (with_faults && failures == test.failures_before && run_with_faults())
        return true;
    if (!with_faults)
        tell_passed();
    test.name = NULL;
    return false;
}

/* A run has come to its end. What that could not do for want of memory, as close a generator, the
 * end of the next run does. */
static void test_ended(async_status status)
{
    if (async_failed(status) && !in_vain()) {
        FAILED("%s: ended with an error", test.name);
        async_error_print(status);
    }
    async_error_clear(status);
    if (in_vain())
        async_error_clear(async_run(async_new(gives_way_once), NULL));
    else
        expect_nothing_lives();
    test.injected += faults_failed();
    if (test.runs++ % 2)
        test.last_failed = faults_failed();
}

/* The same of a plain function, which no coroutine runs. */
#define RUN_OUTSIDE(name)     \
    while (runs_again(#name)) \
    test_ended(name())

#define RUN(name)             \
    while (runs_again(#name)) \
    test_ended(async_run(async_new(name), NULL))

#define CHECK(condition)                                         \
    do {                                                         \
        if (!(condition))                                        \
            FAILED("%s:%d: %s", __FILE__, __LINE__, #condition); \
    } while (0)

#define CHECK_ERROR(status, type, message) check_error(__FILE__, __LINE__, status, type, message)

/* The status is an error of that very type and message; it is handled by this. */
static __attribute__((unused)) void check_error(const char *file, int line, async_status status,
                                                const async_error_type *type, const char *message)
{
    const char *got_type = status.error ? async_error_type_of(status.error)->name : "OK";
    const char *got = status.error ? async_error_message(status.error) : "";
    if (strcmp(got_type, type->name) != 0 || strcmp(got, message) != 0)
        FAILED("%s:%d: expected %s: %s, got %s: %s", file, line, type->name, message, got_type,
               got);
    async_error_clear(status);
}

static __attribute__((unused)) void note(const char *word)
{
    size_t length = strlen(history);
    (void)snprintf(history + length, sizeof history - length, "%s%s", length ? " " : "", word);
}

#define CHECK_LOG(expected)                                                                  \
    do {                                                                                     \
        if (strcmp(history, expected) != 0)                                                  \
            FAILED("%s:%d: expected '%s', got '%s'", __FILE__, __LINE__, expected, history); \
        *history = 0;                                                                        \
    } while (0)

#endif

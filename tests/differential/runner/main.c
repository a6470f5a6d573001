/*
 * Runs scenarios on the runtime: reads them from standard input, one a line, and prints for each
 * its trace. With --check, the runtime's statistics must agree with the trace as well.
 */
#include "activation.h"
#include "trace.h"

#include <stdio.h>

static bool checks;

/* What the runtime counted may only be what the trace shows. */
static void check(const async_statistics *before)
{
    async_statistics after = async_stats();
    uint64_t started = after.started - before->started;
    uint64_t suspends = after.suspends - before->suspends;
    if (!scenario.abandoned &&
        (started != scenario.expected.started || suspends != scenario.expected.suspends))
        abandon("%llu coroutines were suspended %llu times, by the trace %llu %llu times",
                (unsigned long long)started, (unsigned long long)suspends,
                (unsigned long long)scenario.expected.started,
                (unsigned long long)scenario.expected.suspends);
}

ASYNC_FUNCTION(run_scenario, async_value)
{
    async_statistics before = async_stats();
    run_program(async_here, "main", json_member(scenario.json, "main"));
    run_finish(async_here);
    if (checks)
        check(&before);
    scenario_release();
    return ASYNC_OK;
}
ASYNC_STACK(run_scenario, 65536);

/* What has nobody to be told to does not belong to the trace. */
static void ignore(const async_exception_context *context)
{
    (void)context;
}

/* Everything that a scenario has created must be gone. */
static bool leaks(void)
{
    async_statistics live = async_stats();
    if (!live.coroutines && !live.stacks && !live.handles && !live.allocations && !live.bytes)
        return false;
    abandon("it leaves behind %u coroutines, %u stacks, %u allocations", live.coroutines,
            live.stacks, live.allocations);
    return true;
}

static void print_answer(const cJSON *json)
{
    char *id = must_have(cJSON_PrintUnformatted(json_member(json, "id")));
    if (scenario.abandoned)
        printf("{\"id\":%s,\"error\":\"%s\"}\n", id, scenario.why_abandoned);
    else
        printf("{\"id\":%s,\"trace\":[%s]}\n", id, trace_text());
    (void)fflush(stdout);
    cJSON_free(id);
}

/* @return false if something is left behind. */
static bool run_line(const char *line)
{
    cJSON *json = cJSON_Parse(line);
    if (!json) {
        (void)fputs("this is no JSON\n", stderr);
        return false;
    }
    trace_begin();
    scenario_begin(json);
    async_status status = async_run(async_new(run_scenario), NULL);
    if (async_failed(status))
        abandon("%s", async_error_message(status.error));
    async_error_clear(status);
    scenario_end();
    bool leaking = leaks();
    print_answer(json);
    cJSON_Delete(json);
    return !leaking;
}

int main(int count, char **arguments)
{
    char *line = NULL;
    size_t capacity = 0;
    bool clean = true;
    checks = count > 1 && strcmp(arguments[1], "--check") == 0;
    async_set_exception_handler(ignore);
    while (clean && getline(&line, &capacity, stdin) > 0)
        if (*line != '\n')
            clean = run_line(line);
    trace_end();
    free(line);
    return clean ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The world outside: the system's clock, and stderr. Nothing comes from there by itself. */
#include "port/outside.h"

#include "outside.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

uint32_t async__handles;

/* The earliest wake-up that is asked for. */
static double wakeup_at = INFINITY;

double async__clock(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void async__request_wakeup(double milliseconds)
{
    wakeup_at = fmin(wakeup_at, async__clock() + milliseconds);
}

void async__request_wakeup_soon(void)
{
    async__request_wakeup(0);
}

/* Natively nothing waits there. */
void async__outside_forget(uint32_t waiter)
{
    (void)waiter;
}

static void sleep_for(double milliseconds)
{
    double seconds = floor(milliseconds / 1e3);
    struct timespec rest = {.tv_sec = (time_t)seconds,
                            .tv_nsec = (long)((milliseconds - seconds * 1e3) * 1e6)};
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR)
        ;
}

bool async__await_wakeup(void)
{
    /* A day at a time: what `time_t` holds is not for us to know. */
    static const double longest = 24 * 60 * 60 * 1e3;
    if (isinf(wakeup_at))
        return false;
    for (double left; (left = wakeup_at - async__clock()) > 0;)
        sleep_for(fmin(left, longest));
    wakeup_at = INFINITY;
    return true;
}

void async__report(const char *message)
{
    (void)fprintf(stderr, "asyncfor: %s\n", message);
}

_Noreturn void async__fatal(const char *message)
{
    (void)fprintf(stderr, "%s\n", message);
    abort();
}

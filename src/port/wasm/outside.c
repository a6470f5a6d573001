/* The world outside, which JavaScript provides. */
#include "port/outside.h"

#define JAVASCRIPT(name) __attribute__((import_module("asyncfor"), import_name(#name)))
JAVASCRIPT(clock) double host_clock(void);
JAVASCRIPT(wakeup) void host_wakeup(double milliseconds);
JAVASCRIPT(forget) void host_forget(uint32_t waiter);
JAVASCRIPT(report) void host_report(const char *message);
JAVASCRIPT(fatal) _Noreturn void host_fatal(const char *message);

double async__clock(void)
{
    return host_clock();
}

void async__request_wakeup(double milliseconds)
{
    host_wakeup(milliseconds);
}

void async__request_wakeup_soon(void)
{
    host_wakeup(-1);
}

void async__outside_forget(uint32_t waiter)
{
    host_forget(waiter);
}

void async__report(const char *message)
{
    host_report(message);
}

_Noreturn void async__fatal(const char *message)
{
    host_fatal(message);
}

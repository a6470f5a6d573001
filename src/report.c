/* Errors as a program shows them. */
#include "error.h"

#include <asyncfor/run.h>
#include <stdio.h>

void async_error_print(async_status status)
{
    for (async_error *error = status.error; error; error = error->cause) {
        if (error != status.error)
            (void)fputs("  caused by ", stderr);
        (void)fprintf(stderr, "%s%s%s\n", error->type->name, *error->message ? ": " : "",
                      error->message);
    }
}

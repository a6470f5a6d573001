/* Errors as a program shows them. */
#include "error.h"

#include <asyncfor/run.h>
#include <stdio.h>

/* The coroutines that it came through, from the outermost to the innermost await. */
static void print_trail(const async_error *error)
{
    if (!error->trail_length)
        return;
    (void)fputs("Traceback (most recent await last):\n", stderr);
    for (size_t step = error->trail_length; step-- > 0;)
        (void)fprintf(stderr, "  in %s\n", error->trail[step]);
}

static void print_one(const async_error *error)
{
    print_trail(error);
    (void)fprintf(stderr, "%s%s%s\n", error->type->name, *error->message ? ": " : "",
                  error->message);
}

/* So many errors of a chain are told. */
enum { CHAIN_TOLD = 16 };

/* Python's order: what was first comes first. */
static void print_chain(const async_error *error)
{
    const async_error *chain[CHAIN_TOLD];
    size_t length = 0;
    for (; error && length < CHAIN_TOLD; error = error->cause ? error->cause : error->context)
        chain[length++] = error;
    while (length-- > 0) {
        print_one(chain[length]);
        if (length)
            (void)fputs(chain[length - 1]->cause
                            ? "\nThe above error was the direct cause of the following error:\n\n"
                            : "\nDuring handling of the above error, another error occurred:\n\n",
                        stderr);
    }
}

void async_error_print(async_status status)
{
    print_chain(status.error);
}

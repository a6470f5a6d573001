/*
 * Performs inputs of the fuzzer without it: each comes from standard input as its size, in two
 * bytes, the lower first, and its bytes. With `--faults` each is performed again with its first
 * allocation failing, then its second, and so on: there its operations end, and nothing may live.
 */
#include "../../c/faults.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* @return how many allocations have failed. */
static unsigned perform_with_faults(const uint8_t *input, size_t size)
{
    unsigned fault = 0;
    do {
        faults_fail_at(++fault);
        (void)LLVMFuzzerTestOneInput(input, size);
    } while (faults_failed());
    faults_fail_at(0);
    return fault - 1;
}

int main(int argument_count, char **arguments)
{
    bool with_faults = argument_count > 1 && strcmp(arguments[1], "--faults") == 0;
    unsigned failed = 0;
    static uint8_t input[UINT16_MAX];
    uint8_t head[2];
    unsigned count = 0;
    for (; fread(head, 1, sizeof head, stdin) == sizeof head; count++) {
        size_t size = (size_t)head[0] | (size_t)head[1] << 8;
        if (fread(input, 1, size, stdin) != size) {
            (void)fprintf(stderr, "input %u is cut off\n", count);
            return 1;
        }
        (void)LLVMFuzzerTestOneInput(input, size);
        if (with_faults)
            failed += perform_with_faults(input, size);
    }
    printf("%u inputs\n", count);
    if (with_faults)
        printf("%u allocations failed\n", failed);
    return 0;
}

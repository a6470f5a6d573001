/*
 * Performs inputs of the fuzzer without it: each comes from standard input as its size, in two
 * bytes, the lower first, and its bytes.
 */
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(void)
{
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
    }
    printf("%u inputs\n", count);
    return 0;
}

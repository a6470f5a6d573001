/**
 * @file each.h
 * What the other headers are made of: macros of any number of arguments, and C's linkage in C++.
 */
#ifndef ASYNCFOR_EACH_H
#define ASYNCFOR_EACH_H

/* Around all declarations: to C++ they are C's. */
#ifdef __cplusplus
#define ASYNC__C_BEGIN extern "C" {
#define ASYNC__C_END }
#else
#define ASYNC__C_BEGIN
#define ASYNC__C_END
#endif

/* One name of two, once both are expanded. */
#define async__paste(left, right) async__paste_expanded(left, right)
#define async__paste_expanded(left, right) left##right

/* The number of arguments, 0 to 32. */
#define ASYNC__COUNT(...)                                                                         \
    ASYNC__COUNT_OF(0, ##__VA_ARGS__, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, \
                    17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define ASYNC__COUNT_OF(zero, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15,    \
                        a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, \
                        a31, a32, count, ...)                                                      \
    count

/* macro(context, argument) for each argument, 0 to 32. */
#define ASYNC__EACH(macro, context, ...) \
    async__paste(ASYNC__EACH_, ASYNC__COUNT(__VA_ARGS__))(macro, context, ##__VA_ARGS__)
#define ASYNC__EACH_0(m, x)
#define ASYNC__EACH_1(m, x, a) m(x, a)
#define ASYNC__EACH_2(m, x, a, ...) m(x, a) ASYNC__EACH_1(m, x, __VA_ARGS__)
#define ASYNC__EACH_3(m, x, a, ...) m(x, a) ASYNC__EACH_2(m, x, __VA_ARGS__)
#define ASYNC__EACH_4(m, x, a, ...) m(x, a) ASYNC__EACH_3(m, x, __VA_ARGS__)
#define ASYNC__EACH_5(m, x, a, ...) m(x, a) ASYNC__EACH_4(m, x, __VA_ARGS__)
#define ASYNC__EACH_6(m, x, a, ...) m(x, a) ASYNC__EACH_5(m, x, __VA_ARGS__)
#define ASYNC__EACH_7(m, x, a, ...) m(x, a) ASYNC__EACH_6(m, x, __VA_ARGS__)
#define ASYNC__EACH_8(m, x, a, ...) m(x, a) ASYNC__EACH_7(m, x, __VA_ARGS__)
#define ASYNC__EACH_9(m, x, a, ...) m(x, a) ASYNC__EACH_8(m, x, __VA_ARGS__)
#define ASYNC__EACH_10(m, x, a, ...) m(x, a) ASYNC__EACH_9(m, x, __VA_ARGS__)
#define ASYNC__EACH_11(m, x, a, ...) m(x, a) ASYNC__EACH_10(m, x, __VA_ARGS__)
#define ASYNC__EACH_12(m, x, a, ...) m(x, a) ASYNC__EACH_11(m, x, __VA_ARGS__)
#define ASYNC__EACH_13(m, x, a, ...) m(x, a) ASYNC__EACH_12(m, x, __VA_ARGS__)
#define ASYNC__EACH_14(m, x, a, ...) m(x, a) ASYNC__EACH_13(m, x, __VA_ARGS__)
#define ASYNC__EACH_15(m, x, a, ...) m(x, a) ASYNC__EACH_14(m, x, __VA_ARGS__)
#define ASYNC__EACH_16(m, x, a, ...) m(x, a) ASYNC__EACH_15(m, x, __VA_ARGS__)
#define ASYNC__EACH_17(m, x, a, ...) m(x, a) ASYNC__EACH_16(m, x, __VA_ARGS__)
#define ASYNC__EACH_18(m, x, a, ...) m(x, a) ASYNC__EACH_17(m, x, __VA_ARGS__)
#define ASYNC__EACH_19(m, x, a, ...) m(x, a) ASYNC__EACH_18(m, x, __VA_ARGS__)
#define ASYNC__EACH_20(m, x, a, ...) m(x, a) ASYNC__EACH_19(m, x, __VA_ARGS__)
#define ASYNC__EACH_21(m, x, a, ...) m(x, a) ASYNC__EACH_20(m, x, __VA_ARGS__)
#define ASYNC__EACH_22(m, x, a, ...) m(x, a) ASYNC__EACH_21(m, x, __VA_ARGS__)
#define ASYNC__EACH_23(m, x, a, ...) m(x, a) ASYNC__EACH_22(m, x, __VA_ARGS__)
#define ASYNC__EACH_24(m, x, a, ...) m(x, a) ASYNC__EACH_23(m, x, __VA_ARGS__)
#define ASYNC__EACH_25(m, x, a, ...) m(x, a) ASYNC__EACH_24(m, x, __VA_ARGS__)
#define ASYNC__EACH_26(m, x, a, ...) m(x, a) ASYNC__EACH_25(m, x, __VA_ARGS__)
#define ASYNC__EACH_27(m, x, a, ...) m(x, a) ASYNC__EACH_26(m, x, __VA_ARGS__)
#define ASYNC__EACH_28(m, x, a, ...) m(x, a) ASYNC__EACH_27(m, x, __VA_ARGS__)
#define ASYNC__EACH_29(m, x, a, ...) m(x, a) ASYNC__EACH_28(m, x, __VA_ARGS__)
#define ASYNC__EACH_30(m, x, a, ...) m(x, a) ASYNC__EACH_29(m, x, __VA_ARGS__)
#define ASYNC__EACH_31(m, x, a, ...) m(x, a) ASYNC__EACH_30(m, x, __VA_ARGS__)
#define ASYNC__EACH_32(m, x, a, ...) m(x, a) ASYNC__EACH_31(m, x, __VA_ARGS__)

#endif

/**
 * @file each.h
 * What the other headers are made of: macros of any number of arguments, marks of functions, and
 * C's linkage in C++.
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

/*
 * The last parameters of a function that is called through a pointer and never suspends, and the
 * arguments for them: they give it a type in WebAssembly that no callback of a program's own has,
 * so that whoever calls it need not be ready to be suspended.
 */
#ifdef __wasm__
#define ASYNC__MARKED                                   \
    , double async__first_mark __attribute__((unused)), \
        float async__second_mark __attribute__((unused))
#define ASYNC__MARK , 0, 0
#else
#define ASYNC__MARKED
#define ASYNC__MARK
#endif

/* One name of two, once both are expanded. */
#define async__paste(left, right) async__paste_expanded(left, right)
#define async__paste_expanded(left, right) left##right

/* clang-format off */

/* The number of arguments, 0 to 64. Of up to 128 it is a name that says what is wrong. */
#define ASYNC__COUNT(...)                                                                          \
    ASYNC__COUNT_OF(0, ##__VA_ARGS__,                                                              \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, more_than_64, more_than_64,            \
    more_than_64, more_than_64, more_than_64, more_than_64, 64, 63, 62, 61, 60, 59, 58, 57, 56,    \
    55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33,    \
    32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10,    \
    9, 8, 7, 6, 5, 4, 3, 2, 1, 0)

/* 1 if there is an argument, else 0. */
#define ASYNC__SOME(...)                                                                           \
    ASYNC__COUNT_OF(0, ##__VA_ARGS__,                                                              \
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,   \
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,   \
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,   \
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,   \
    1, 1, 1, 1, 0)

#define ASYNC__COUNT_OF(zero,                                                                      \
    a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20,     \
    a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38,      \
    a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52, a53, a54, a55, a56,      \
    a57, a58, a59, a60, a61, a62, a63, a64, a65, a66, a67, a68, a69, a70, a71, a72, a73, a74,      \
    a75, a76, a77, a78, a79, a80, a81, a82, a83, a84, a85, a86, a87, a88, a89, a90, a91, a92,      \
    a93, a94, a95, a96, a97, a98, a99, a100, a101, a102, a103, a104, a105, a106, a107, a108,       \
    a109, a110, a111, a112, a113, a114, a115, a116, a117, a118, a119, a120, a121, a122, a123,      \
    a124, a125, a126, a127, a128, count, ...) count

/* clang-format on */

/* The second of what a name stands for, or 0 if it is no macro. */
#define ASYNC__PROBE(...) ASYNC__SECOND(__VA_ARGS__, 0, )
#define ASYNC__SECOND(first, second, ...) second

/* macro(context, argument) for each argument, 0 to 64. */
#define ASYNC__EACH(macro, context, ...) \
    async__paste(ASYNC__EACH_, ASYNC__COUNT(__VA_ARGS__))(macro, context, ##__VA_ARGS__)
#define ASYNC__EACH_more_than_64(m, x, ...) \
    _Static_assert(0, "a list of parameters, fields or definitions has at most 64");
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
#define ASYNC__EACH_33(m, x, a, ...) m(x, a) ASYNC__EACH_32(m, x, __VA_ARGS__)
#define ASYNC__EACH_34(m, x, a, ...) m(x, a) ASYNC__EACH_33(m, x, __VA_ARGS__)
#define ASYNC__EACH_35(m, x, a, ...) m(x, a) ASYNC__EACH_34(m, x, __VA_ARGS__)
#define ASYNC__EACH_36(m, x, a, ...) m(x, a) ASYNC__EACH_35(m, x, __VA_ARGS__)
#define ASYNC__EACH_37(m, x, a, ...) m(x, a) ASYNC__EACH_36(m, x, __VA_ARGS__)
#define ASYNC__EACH_38(m, x, a, ...) m(x, a) ASYNC__EACH_37(m, x, __VA_ARGS__)
#define ASYNC__EACH_39(m, x, a, ...) m(x, a) ASYNC__EACH_38(m, x, __VA_ARGS__)
#define ASYNC__EACH_40(m, x, a, ...) m(x, a) ASYNC__EACH_39(m, x, __VA_ARGS__)
#define ASYNC__EACH_41(m, x, a, ...) m(x, a) ASYNC__EACH_40(m, x, __VA_ARGS__)
#define ASYNC__EACH_42(m, x, a, ...) m(x, a) ASYNC__EACH_41(m, x, __VA_ARGS__)
#define ASYNC__EACH_43(m, x, a, ...) m(x, a) ASYNC__EACH_42(m, x, __VA_ARGS__)
#define ASYNC__EACH_44(m, x, a, ...) m(x, a) ASYNC__EACH_43(m, x, __VA_ARGS__)
#define ASYNC__EACH_45(m, x, a, ...) m(x, a) ASYNC__EACH_44(m, x, __VA_ARGS__)
#define ASYNC__EACH_46(m, x, a, ...) m(x, a) ASYNC__EACH_45(m, x, __VA_ARGS__)
#define ASYNC__EACH_47(m, x, a, ...) m(x, a) ASYNC__EACH_46(m, x, __VA_ARGS__)
#define ASYNC__EACH_48(m, x, a, ...) m(x, a) ASYNC__EACH_47(m, x, __VA_ARGS__)
#define ASYNC__EACH_49(m, x, a, ...) m(x, a) ASYNC__EACH_48(m, x, __VA_ARGS__)
#define ASYNC__EACH_50(m, x, a, ...) m(x, a) ASYNC__EACH_49(m, x, __VA_ARGS__)
#define ASYNC__EACH_51(m, x, a, ...) m(x, a) ASYNC__EACH_50(m, x, __VA_ARGS__)
#define ASYNC__EACH_52(m, x, a, ...) m(x, a) ASYNC__EACH_51(m, x, __VA_ARGS__)
#define ASYNC__EACH_53(m, x, a, ...) m(x, a) ASYNC__EACH_52(m, x, __VA_ARGS__)
#define ASYNC__EACH_54(m, x, a, ...) m(x, a) ASYNC__EACH_53(m, x, __VA_ARGS__)
#define ASYNC__EACH_55(m, x, a, ...) m(x, a) ASYNC__EACH_54(m, x, __VA_ARGS__)
#define ASYNC__EACH_56(m, x, a, ...) m(x, a) ASYNC__EACH_55(m, x, __VA_ARGS__)
#define ASYNC__EACH_57(m, x, a, ...) m(x, a) ASYNC__EACH_56(m, x, __VA_ARGS__)
#define ASYNC__EACH_58(m, x, a, ...) m(x, a) ASYNC__EACH_57(m, x, __VA_ARGS__)
#define ASYNC__EACH_59(m, x, a, ...) m(x, a) ASYNC__EACH_58(m, x, __VA_ARGS__)
#define ASYNC__EACH_60(m, x, a, ...) m(x, a) ASYNC__EACH_59(m, x, __VA_ARGS__)
#define ASYNC__EACH_61(m, x, a, ...) m(x, a) ASYNC__EACH_60(m, x, __VA_ARGS__)
#define ASYNC__EACH_62(m, x, a, ...) m(x, a) ASYNC__EACH_61(m, x, __VA_ARGS__)
#define ASYNC__EACH_63(m, x, a, ...) m(x, a) ASYNC__EACH_62(m, x, __VA_ARGS__)
#define ASYNC__EACH_64(m, x, a, ...) m(x, a) ASYNC__EACH_63(m, x, __VA_ARGS__)

#endif

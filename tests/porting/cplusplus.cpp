/* Frames of C++ between the body of a generator in C and where it is suspended. */
#include "cplusplus.h"

#include <functional>
#include <map>
#include <sstream>
#include <string>

namespace
{

using Words = std::map<std::string, int>;

async_status yield_word(const std::string &word, int count)
{
    const async_value items[] = {async_value_of(async_string{word.data(), word.size()}),
                                 async_value_of(count)};
    async_owned tuple = async_tuple_new(2, items);
    async_try(tuple.status);
    return async_yield_value(async_value_of(tuple));
}

/* By way of a function object, whose target no compiler sees. */
async_status for_each(const Words &words,
                      const std::function<async_status(const std::string &)> &then)
{
    for (const auto &[word, times] : words)
        async_try(then(word));
    return ASYNC_OK;
}

class Counter
{
  public:
    async_status operator()(const async_value &text)
    {
        async_string string;
        async_try(async_value_to(&text, &string));
        std::istringstream stream(std::string(string.data, string.size));
        Words found;
        for (std::string word; stream >> word;)
            found[word]++;
        return for_each(found, [&](const std::string &word) {
            return yield_word(word, counts[word] += found[word]);
        });
    }

  private:
    Words counts;
};

} // namespace

async_status yield_words(async_iteration *texts)
{
    Counter counter;
    for (;;) {
        async_value text;
        async_status status = async_next_value(texts, &text);
        if (async_stopped(status))
            return ASYNC_OK;
        async_try(status);
        async_try(counter(text));
    }
}

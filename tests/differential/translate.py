"""Turns a scenario into the Python that it stands for: real `async def`, `yield` and `async for`.

The names in capitals are the functions that execute.py provides.
"""

INDENT = "    "

NOT_CAUGHT = "reraise outside a handler"
NOT_CLOSED = "close of what is no generator"


class Meaningless(Exception):
    """The scenario says something that has no meaning."""


class Body:
    """Writes the statements of one generator function, of the main program or of a task."""

    def __init__(self):
        self.lines = []
        self.depth = 0
        self.count = 0
        self.variables = []
        self.handled = []

    def write(self, line):
        self.lines.append(INDENT * self.depth + line)

    def trace(self, *event):
        self.write(f"T(L, {', '.join(event)})")

    def name(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def block(self, head, statements, *first):
        """Writes a block, which begins with the lines given first."""
        self.write(head)
        self.depth += 1
        for line in first:
            self.write(line)
        self.statements(statements)
        if not first and not statements:
            self.write("pass")
        self.depth -= 1

    def statements(self, statements):
        for statement in statements:
            getattr(self, "op_" + statement["op"])(statement)

    def op_log(self, s):
        self.trace("'log'", repr(s["m"]))

    def op_sleep(self, _):
        self.write("await SLEEP(L)")

    def op_yield(self, s):
        value = s["v"]
        if value == "var":
            value = self.variables[-1] if self.variables else 0
        self.trace("'yield'", f"{value}")
        self.write("try:")
        self.write(f"{INDENT}last = yield {value}")
        self.write("except ANY as e:")
        self.write(f"{INDENT}T(L, 'thrown', *X(e))")
        self.write(f"{INDENT}raise")
        self.trace("'recv'", "last")

    def op_raise(self, s):
        self.trace("'raise'", repr(s["t"]), repr(s["m"]))
        self.write(f"raise {s['t']}({s['m']!r})")

    def op_reraise(self, _):
        if not self.handled:
            raise Meaningless(NOT_CAUGHT)
        self.trace("'reraise'")
        self.write(f"raise {self.handled[-1]}")

    def jump(self, s):
        self.trace(repr(s["op"]))
        self.write(s["op"])

    op_return = op_break = op_continue = jump

    def op_if(self, s):
        condition = self.name("c")
        self.write(f"{condition} = last == {s['eq']!r}")
        self.trace("'if'", condition)
        self.block(f"if {condition}:", s["then"])
        self.block("else:", s["else"])

    def op_loop(self, s):
        self.block(f"for _ in range({s['n']}):", s["body"])

    def op_try(self, s):
        handlers = s["except"]
        # Python has no `try` without a clause, and no `else` without a handler.
        if not handlers and s["finally"] is None:
            self.statements(s["body"])
            return
        self.block("try:", s["body"])
        for index, handler in enumerate(handlers):
            self.handler(index, handler)
        if handlers and s["else"] is not None:
            self.block("else:", s["else"], "T(L, 'else')")
        if s["finally"] is not None:
            self.block("finally:", s["finally"], "T(L, 'finally')")

    def handler(self, index, handler):
        caught = self.name("h")
        # Nothing may catch what ends a scenario that runs away.
        types = "ANY" if handler["t"] == "BaseException" else handler["t"]
        self.handled.append(caught)
        entered = f"T(L, 'except', {index}, *X({caught}))"
        self.block(f"except {types} as {caught}:", handler["body"], entered)
        self.handled.pop()

    def op_for(self, s):
        if s["close"] and "iter" in s["src"]:
            raise Meaningless(NOT_CLOSED)
        label, source = self.name("n"), self.name("s")
        self.write(f"{label}, {source} = {source_expression(s['src'])}")
        self.trace("'for'", label)
        if s["close"]:
            self.write("try:")
            self.depth += 1
        self.loop_over(source, s)
        if s["close"]:
            self.depth -= 1
            self.write("finally:")
            self.write(f"{INDENT}T(L, 'closing')")
            self.write(f"{INDENT}await {source}.aclose()")

    def loop_over(self, source, s):
        variable = self.name("v")
        self.variables.append(variable)
        self.block(f"async for {variable} in {source}:", s["body"], f"T(L, 'item', {variable})")
        self.variables.pop()
        if s["else"] is not None:
            self.block("else:", s["else"], "T(L, 'forelse')")

    def op_comp(self, s):
        kind, result = s["kind"], self.name("r")
        self.trace("'compstart'", repr(kind))
        self.write(f"{result} = {comprehension(s)}")
        if kind == "genexp":
            self.trace("'genexp'")
            each = "for" if is_synchronous(s) else "async for"
            self.write(f"{result} = [v {each} v in {result}]")
        form = {"set": "sorted({})", "dict": "[[k, v] for k, v in {}.items()]"}.get(kind, "{}")
        self.trace("'comp'", repr(kind), form.format(result))

    def op_new(self, s):
        self.write(f"NEW(L, {s['name']!r}, {s['gen']!r})")

    def op_call(self, s):
        guard = bool(s.get("guard"))
        self.write(f"await CALL(L, {s['name']!r}, {s['m']!r}, {arguments(s)!r}, {guard})")

    def op_make(self, s):
        self.write(f"MAKE(L, {s['aw']!r}, {s['name']!r}, {s['m']!r}, {arguments(s)!r})")

    def op_await(self, s):
        self.write(f"await AWAIT(L, {s['aw']!r})")

    def op_spawn(self, s):
        self.write(f"SPAWN(L, {s['task']!r})")

    def op_join(self, s):
        self.write(f"await JOIN(L, {s['task']!r})")

    def op_cancel(self, s):
        self.write(f"CANCEL(L, {s['task']!r})")

    def generator(self, name, statements):
        """A generator function; it stays one when nothing in it yields."""
        self.write(f"async def {name}(L):")
        self.depth += 1
        self.write("if 0: yield")
        self.write("last = None")
        self.trace("'start'")
        self.block("try:", statements)
        self.write(f"{INDENT}T(L, 'end')")
        self.write("except ANY as e:")
        self.write(f"{INDENT}T(L, 'exit', *X(e))")
        self.write(f"{INDENT}raise")
        return self.lines

    def program(self, name, who, statements):
        """The main program or a task, which nothing leaves."""
        self.write(f"async def {name}(L={who!r}):")
        self.depth += 1
        self.write("last, done = None, True")
        self.trace("'tstart'")
        self.write("try:")
        self.depth += 1
        self.block("try:", statements)
        self.write("except ANY as e:")
        self.write(f"{INDENT}done = False")
        self.write(f"{INDENT}T(L, 'tfail', *X(e))")
        self.depth -= 1
        # A `return` comes by here, too.
        self.write("finally:")
        self.write(f"{INDENT}if done: T(L, 'tdone')")
        return self.lines


def arguments(s):
    if s["m"] == "asend":
        return [s["v"]]
    if s["m"] == "athrow":
        return [s["t"], s["msg"]]
    return []


def source_expression(source):
    """An expression for the label of a source and the source."""
    if "gen" in source:
        return f"CREATE({source['gen']!r})"
    if "iter" in source:
        return f"ITERATOR({source['iter']!r})"
    return f"USE({source['use']!r})"


def clause(index, c):
    variable, source, condition = f"a{index}", c["src"], c.get("if")
    if "range" in source:
        text = f"for {variable} in range({source['range']})"
    else:
        text = f"async for {variable} in {source_expression(source)}[1]"
    if condition:
        value = f"(await LATER(L, {variable}))" if condition["await"] else variable
        text += f" if {value} % {condition['m']} == {condition['eq']}"
    return text


def is_synchronous(s):
    """Whether Python makes a plain generator of this generator expression."""
    conditions = [c["if"] for c in s["clauses"] if c.get("if")]
    return (
        not s["await"]
        and all("range" in c["src"] for c in s["clauses"])
        and not any(condition["await"] for condition in conditions)
    )


def comprehension(s):
    variables = [f"a{index}" for index in range(len(s["clauses"]))]
    element = " + ".join([*variables, str(s["add"])])
    if s["await"]:
        element = f"await LATER(L, {element})"
    if s["kind"] == "dict":
        element = f"{variables[-1]}: {element}"
    text = " ".join([element, *(clause(index, c) for index, c in enumerate(s["clauses"]))])
    opening, closing = {"list": "[]", "genexp": "()"}.get(s["kind"], "{}")
    return opening + text + closing


def translate(scenario):
    """The source of a whole scenario."""
    lines = []
    for name, statements in scenario["gens"].items():
        lines += Body().generator(name, statements)
    lines += Body().program("main", "main", scenario["main"])
    for name, statements in scenario["tasks"].items():
        lines += Body().program("task_" + name, name, statements)
    return "\n".join(lines) + "\n"

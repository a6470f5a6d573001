"""Runs scenarios on CPython's asyncio and prints their traces.

    python3 execute.py < scenarios.jsonl            {"id": ..., "trace": [...]} a line
    python3 execute.py --source < scenarios.jsonl   the Python that each scenario stands for

What cannot be run to its end has an "error" in the place of the trace.
"""

import asyncio
import gc
import json
import sys
import warnings

from translate import Meaningless, translate

# What a scenario can catch: all but what ends it from outside.
ANY = (Exception, GeneratorExit, asyncio.CancelledError)

EXCEPTIONS = {
    each.__name__: each
    for each in (
        ValueError,
        KeyError,
        ZeroDivisionError,
        RuntimeError,
        TypeError,
        StopAsyncIteration,
        StopIteration,
        GeneratorExit,
        asyncio.CancelledError,
    )
}

MOST_EVENTS = 20_000
SCENARIOS_BETWEEN_COLLECTIONS = 200
DEFAULT = -1
BAD_AWAITABLE = 7


class Abandoned(BaseException):
    """Ends a scenario from outside: it runs away, waits for ever or means nothing."""


class Loop(asyncio.BaseEventLoop):
    """A loop of tasks alone; where another one would wait for the world, it is a deadlock."""

    def __init__(self):
        super().__init__()
        self._selector = self
        self.set_exception_handler(lambda *_: None)

    def select(self, timeout):
        if timeout is None:
            raise Abandoned("it waits for ever")
        return ()

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


def describe(error):
    """An exception as traces have it: type, message, type of the cause."""
    # The argument itself: as a string, a KeyError would show it quoted.
    message = error.args[0] if error.args else ""
    cause = error.__cause__
    return type(error).__name__, message, None if cause is None else type(cause).__name__


class Instance:
    """A generator, and what has been seen of it by the calls on it."""

    def __init__(self, label, generator):
        self.label = label
        self.generator = generator
        self.called = False
        self.spent = False

    def request(self, method, arguments):
        if method == "anext":
            return anext(self.generator)
        if method == "anextd":
            return anext(self.generator, DEFAULT)
        if method == "asend":
            return self.generator.asend(*arguments)
        if method == "athrow":
            kind, message = arguments
            return self.generator.athrow(EXCEPTIONS[kind](message))
        return self.generator.aclose()


class Awaitable:
    """Awaits as a coroutine does without being one."""

    def __init__(self, coroutine):
        self.coroutine = coroutine

    def __await__(self):
        return self.coroutine.__await__()


async def empty():
    """What an unbound name stands for in a loop."""
    return
    yield


class Run:
    """One scenario: its objects, its tasks and its trace."""

    def __init__(self, scenario, loop):
        self.loop = loop
        self.trace = []
        self.abandoned = None
        self.labels = 0
        self.names = {}
        self.instances = []
        self.requests = {}
        self.tasks = {}
        self.kept = []
        self.iterators = {
            name: self.iterator_class(name, **spec) for name, spec in scenario["iters"].items()
        }
        self.functions = {
            **EXCEPTIONS,
            "ANY": ANY,
            "X": describe,
            "T": self.event,
            "SLEEP": self.sleep,
            "LATER": self.later,
            "CREATE": lambda name: self.tuple_of(self.create(name)),
            "ITERATOR": self.iterator,
            "USE": self.use,
            "NEW": self.new,
            "CALL": self.call,
            "MAKE": self.make,
            "AWAIT": self.await_again,
            "SPAWN": self.spawn,
            "JOIN": self.join,
            "CANCEL": self.cancel,
        }
        exec(compile(translate(scenario), scenario["id"], "exec"), self.functions)

    def abandon(self, why):
        self.abandoned = self.abandoned or why
        raise Abandoned(self.abandoned)

    def event(self, *event):
        # Every block that runs begins with an event, so that an abandoned scenario ends soon.
        if self.abandoned or len(self.trace) == MOST_EVENTS:
            self.abandon(f"it has more than {MOST_EVENTS} events")
        self.trace.append(event)

    async def sleep(self, who):
        self.event(who, "sleep")
        try:
            await asyncio.sleep(0)
        except ANY as error:
            self.event(who, "interrupted", *describe(error))
            raise
        self.event(who, "wake")

    async def later(self, who, value):
        await self.sleep(who)
        return value

    def label(self, name):
        self.labels += 1
        return f"{name}#{self.labels}"

    def create(self, name):
        label = self.label(name)
        instance = Instance(label, self.functions[name](label))
        self.instances.append(instance)
        return instance

    @staticmethod
    def tuple_of(instance):
        return instance.label, instance.generator

    def use(self, name):
        if name not in self.names:
            return None, empty()
        return self.tuple_of(self.names[name])

    def iterator(self, name):
        label = self.label(name)
        iterator = self.iterators[name](label)
        self.kept.append(iterator)
        return label, iterator

    async def step(self, label, step):
        """The coroutine of one step of a class based iterator."""
        if step is None:
            raise StopAsyncIteration
        for _ in range(step.get("sleep", 0)):
            await self.sleep(label)
        if "raise" in step:
            raise EXCEPTIONS[step["raise"]](step["m"])
        return step["v"]

    def iterator_class(self, name, kind, steps=(), t=None, m=None):
        run = self

        def __init__(self, label):
            self.label = label
            self.steps = iter(steps)

        def __aiter__(self):
            run.event(self.label, "aiter")
            if kind == "aiterraise":
                raise EXCEPTIONS[t](m)
            return self

        def __anext__(self):
            run.event(self.label, "anext")
            step = next(self.steps, None)
            if step and "syncraise" in step:
                raise EXCEPTIONS[step["syncraise"]](step["m"])
            if step and step.get("bad"):
                return BAD_AWAITABLE
            coroutine = run.step(self.label, step)
            return Awaitable(coroutine) if kind == "plain" else coroutine

        members = {"__init__": __init__}
        if kind != "noaiter":
            members["__aiter__"] = __aiter__
        if kind != "noanext":
            members["__anext__"] = __anext__
        return type(name, (), members)

    def new(self, who, name, generator):
        instance = self.create(generator)
        self.names[name] = instance
        self.event(who, "new", name, instance.label)

    async def call(self, who, name, method, arguments, guard):
        instance = self.names.get(name)
        if instance is None or (guard and method == "athrow" and instance.spent):
            self.event(who, "skip", name)
            return
        if guard and method == "asend" and not instance.called:
            arguments = [None]
        instance.called = True
        instance.spent = instance.spent or method == "aclose"
        self.event(who, "call", instance.label, method, *arguments)
        try:
            value = await instance.request(method, arguments)
        except ANY as error:
            instance.spent = True
            self.event(who, "threw", instance.label, *describe(error))
        else:
            instance.spent = instance.spent or (method == "anextd" and value == DEFAULT)
            self.event(who, "got", instance.label, value)

    def make(self, who, key, name, method, arguments):
        instance = self.names.get(name)
        if instance is None:
            self.event(who, "skip", name)
            return
        self.event(who, "make", key, instance.label, method, *arguments)
        self.requests[key] = instance.request(method, arguments)
        self.kept.append(self.requests[key])

    async def await_again(self, who, key):
        if key not in self.requests:
            self.abandon(f"request {key} is awaited and not made")
        self.event(who, "await", key)
        try:
            value = await self.requests[key]
        except ANY as error:
            self.event(who, "threw", key, *describe(error))
        else:
            self.event(who, "got", key, value)

    def spawn(self, who, name):
        if name in self.tasks:
            self.event(who, "skip", name)
            return
        self.event(who, "spawn", name)
        self.tasks[name] = self.loop.create_task(self.functions["task_" + name]())

    def spawned(self, name):
        if name not in self.tasks:
            self.abandon(f"task {name} is not spawned")
        return self.tasks[name]

    async def join(self, who, name):
        task = self.spawned(name)
        if task is asyncio.current_task():
            self.abandon(f"task {name} joins itself")
        self.event(who, "join", name)
        await self.wait_for(who, name)

    async def wait_for(self, who, name):
        try:
            await self.tasks[name]
        except ANY as error:
            self.event(who, "joinexc", name, *describe(error))
        else:
            self.event(who, "joined", name)

    def cancel(self, who, name):
        task = self.spawned(name)
        self.event(who, "cancel", name, task.cancel())

    async def finish(self):
        """What follows the main program; both lists may grow on the way."""
        joined = 0
        while joined < len(self.tasks):
            name = list(self.tasks)[joined]
            joined += 1
            self.event("main", "finaljoin", name)
            await self.wait_for("main", name)
        for instance in self.instances:
            self.event("main", "shutdown", instance.label)
            try:
                value = await instance.generator.aclose()
            except ANY as error:
                self.event("main", "threw", instance.label, *describe(error))
            else:
                self.event("main", "got", instance.label, value)

    async def all(self):
        # The loop would close generators of its own accord.
        sys.set_asyncgen_hooks(firstiter=None, finalizer=None)
        await self.functions["main"]()
        await self.finish()


def execute(scenario):
    """Runs a scenario; what its remains would still say, once it is over, goes nowhere."""
    loop = Loop()
    try:
        run = Run(scenario, loop)
        loop.run_until_complete(run.all())
        if run.abandoned:
            raise Abandoned(run.abandoned)
        return {"id": scenario["id"], "trace": list(run.trace)}
    except (Abandoned, Meaningless, SyntaxError) as error:
        return {"id": scenario["id"], "error": str(error)}
    finally:
        loop.close()


def main():
    if "--source" in sys.argv[1:]:
        for line in sys.stdin:
            print(translate(json.loads(line)))
        return
    # Some of what scenarios do on purpose is warned about: jumps out of a `finally`, say.
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda _: None
    gc.disable()
    for count, line in enumerate(sys.stdin, 1):
        print(json.dumps(execute(json.loads(line)), separators=(",", ":")), flush=True)
        if count % SCENARIOS_BETWEEN_COLLECTIONS == 0:
            gc.collect()


main()

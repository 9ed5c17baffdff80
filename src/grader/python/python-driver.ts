/**
 * Runs a python grader's source. Requests and replies are JSON, one per line. The grader's own output is discarded and
 * its standard input is empty. A failure's reply names the exception and the line in the source, never the message,
 * which may quote the row. Arguments: the limits on memory and on the size of one file, in bytes.
 */
export const pythonDriver = String.raw`
import json, math, numbers, os, sys, traceback, types

def limit(kind, value):
    try:
        import resource
        resource.setrlimit(getattr(resource, kind), (value, value))
    except (ImportError, AttributeError, ValueError, OSError):
        pass  # not on this system: the time limit still holds

limit("RLIMIT_AS", int(sys.argv[1]))
limit("RLIMIT_FSIZE", int(sys.argv[2]))
limit("RLIMIT_CORE", 0)

requests = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
replies = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
nowhere = os.open(os.devnull, os.O_RDWR)
for fd in (0, 1, 2):
    os.dup2(nowhere, fd)

programs = {}

def file_of(key):
    return "<grader %s>" % key

def load(key, source):
    module = types.ModuleType("grader_%s" % key)
    sys.modules[module.__name__] = module
    exec(compile(source, file_of(key), "exec"), module.__dict__)
    if not callable(module.__dict__.get("grade")):
        return {"raised": "source defines no function grade"}
    programs[key] = module.__dict__["grade"]
    return {}

def grade(key, sample, item):
    value = programs[key](sample, item)
    if not isinstance(value, numbers.Real):
        return {"returned": type(value).__name__}
    value = float(value)
    return {"value": value} if math.isfinite(value) else {"returned": repr(value)}

def describe(error, key):
    line = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == file_of(key):
            line = number
    if isinstance(error, SyntaxError) and error.filename == file_of(key):
        line = error.lineno
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    return {"raised": type(error).__name__, "line": line, "missing": missing}

for text in requests:
    key = None
    try:
        request = json.loads(text)
        key = request["program"]
        if "source" in request:
            reply = load(key, request["source"])
        else:
            reply = grade(key, request["sample"], request["item"])
    except BaseException as error:
        reply = describe(error, key)
    replies.write(json.dumps(reply) + "\n")
    replies.flush()
`;

/** Reads a source from standard input without running it, and reports what prevents grading with it. */
export const pythonInspector = String.raw`
import ast, json, sys
version = "%d.%d" % sys.version_info[:2]
try:
    tree = ast.parse(sys.stdin.buffer.read(), "<grader>")
except (SyntaxError, ValueError) as error:
    print(json.dumps({"version": version, "line": getattr(error, "lineno", None), "broken": getattr(error, "msg", None) or str(error)}))
    sys.exit()
found = None
for node in ast.walk(tree):
    names = [node.name] if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else []
    if isinstance(node, ast.Assign):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        names = [alias.asname or alias.name for alias in node.names]
    if "grade" in names or "*" in names:
        found = node if node in tree.body or found is None else found
reply = {"version": version, "defined": found is not None}
if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef)):
    a = found.args
    positional = [arg.arg for arg in a.posonlyargs + a.args]
    required = len(positional) - len(a.defaults)
    keywords = [arg.arg for arg, default in zip(a.kwonlyargs, a.kw_defaults) if default is None]
    reply["line"] = found.lineno
    reply["arguments"] = positional
    reply["asynchronous"] = isinstance(found, ast.AsyncFunctionDef)
    reply["callable"] = required <= 2 and (len(positional) >= 2 or a.vararg is not None) and not keywords
print(json.dumps(reply))
`;

"""jupyter_kernel_test on the kernelspec named by GENOBOOK_TEST_KERNEL."""

import os
import unittest

import jupyter_kernel_test

KERNEL = os.environ["GENOBOOK_TEST_KERNEL"]


class GenobookKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    code_generate_error = 'throw new Error("oops")'
    code_clear_output = "clearOutput()"
    completion_samples = [
        {"text": "Math.ma", "matches": {"max"}},
        {"text": "Number.isSafe", "matches": {"isSafeInteger"}},
    ]
    complete_code_samples = ["1", "function f() { return 1; }", "await 1", "`a\nb`"]
    incomplete_code_samples = ["function f() {", "f(1,", "const x = [1,"]
    invalid_code_samples = ["import ] from", "var = 3", "a b c"]
    code_inspect_sample = "Math.max"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a" + "b"', "result": "'ab'"},
        {"code": "const n = 6; n * 7", "result": "42"},
        {"code": "await Promise.resolve(8)", "result": "8"},
    ]
    code_display_data = [
        {"code": 'import * as tslab from "tslab"; tslab.display.html("<b>b</b>")', "mime": "text/html"},
        {"code": "display(1)", "mime": "text/plain"},
    ]
    code_history_pattern = "1 +*"
    supported_history_operations = ("tail", "range", "search")


class GenobookIopubWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)

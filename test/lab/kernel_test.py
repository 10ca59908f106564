"""The project's kernel against the tests that Jupyter has for kernels: `python -m unittest kernel_test`.

Not tested is what this kernel does not do: no pager, no history (a front end keeps its own), and the value of a cell's
last expression is printed, not sent as an execute_result.
"""

import unittest

import jupyter_kernel_test
from jupyter_client.blocking.client import BlockingKernelClient


class KernelTest(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world");'
    code_stderr = 'console.error("a warning");'
    completion_samples = [
        {"text": "Math.flo", "matches": {"floor"}},
        {"text": "parseF", "matches": {"parseFloat"}},
    ]
    complete_code_samples = ["1", "const x = 5;", "if (true) {\n}\n"]
    incomplete_code_samples = ["if (true) {", "const f = ("]
    code_generate_error = "throw new Error('no');"
    code_display_data = [
        {
            "code": 'import { plot, lines } from "notebook-display";\n'
            'await plot(lines([{ name: "y", x: [1, 2], y: [1, 2] }], { title: "t", x: "x", y: "y" }), { alt: "a" });',
            "mime": "application/vnd.plotly.v1+json",
        },
        {
            "code": 'import { check } from "notebook-display";\ncheck("T1.one", "one is one", 1, { equals: 1 });',
            "mime": "application/vnd.attention-lab.check+json",
        },
    ]
    code_inspect_sample = "parseFloat"

    def test_messages_with_a_wrong_signature_are_not_answered(self):
        stranger = BlockingKernelClient()
        stranger.load_connection_info({**self.km.get_connection_info(), "key": b"a guess"})
        stranger.start_channels()
        try:
            stranger.kernel_info()
            self.execute_helper("1")
            # The kernel answers in order: had it heard the stranger, it would have answered before this.
            self.assertFalse(stranger.shell_channel.msg_ready())
        finally:
            stranger.stop_channels()


if __name__ == "__main__":
    unittest.main()

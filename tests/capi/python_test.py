"""python_test.py KNOWLEDGE: the Python module over the C library ($NOSOGRAPH_LIBRARY)."""
import inspect
import sys
import threading
import unittest

import nosograph

KNOWLEDGE = sys.argv.pop()
CASE = {"age": {"years": 45}, "present": ["first-step-pain"], "absent": ["fever"]}


class Module(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.engine = nosograph.Engine(KNOWLEDGE)

    @classmethod
    def tearDownClass(cls):
        cls.engine.close()

    def test_versions(self):
        self.assertRegex(nosograph.version(), r"^\d+\.\d+\.\d+$")
        self.assertEqual(nosograph.abi_version(), 0)
        self.assertRegex(self.engine.knowledge["digest"], r"^[0-9a-f]{64}$")

    def test_a_case_as_mapping_text_and_bytes(self):
        answers = [self.engine.assess(told, as_of="2026-01-31") for told in (
            CASE, '{"age": {"years": 45}, "present": ["first-step-pain"], "absent": ["fever"]}',
            b'{"age": {"years": 45}, "present": ["first-step-pain"], "absent": ["fever"]}')]
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])
        self.assertEqual(answers[0]["differential"]["conditions"][0]["id"], "plantar-fasciitis")

    def test_options(self):
        self.assertEqual(len(self.engine.assess(CASE, max_conditions=2)["differential"]["conditions"]), 2)
        self.assertIn("explanation", self.engine.assess(CASE, condition="gout"))
        self.assertIn("since", self.engine.assess(CASE, before=CASE))
        self.assertLessEqual(len(self.engine.search("heel", kind="finding", limit=2)), 2)
        self.assertTrue(all(f["kind"] == "finding" for f in self.engine.search("heel", kind="finding")))

    def test_what_is_refused_says_why(self):
        with self.assertRaises(nosograph.Refused) as caught:
            self.engine.assess({"present": ["first-step-pian"]})
        self.assertEqual(caught.exception.diagnostics[0]["code"], "unknown-name")
        self.assertIn("did you mean", str(caught.exception))
        with self.assertRaises(nosograph.Refused):
            nosograph.Engine("/nowhere.noso")
        with self.assertRaises(nosograph.Refused):
            nosograph.Engine(KNOWLEDGE, trusted_keys="/nowhere.pem")

    def test_a_closed_engine_refuses(self):
        with nosograph.Engine(KNOWLEDGE) as engine:
            pass
        with self.assertRaises(nosograph.Refused):
            engine.assess(CASE)
        engine.close()

    def test_threads_share_an_engine(self):
        alone, shared = self.engine.assess(CASE, as_of="2026-01-31"), []
        threads = [threading.Thread(target=lambda: shared.append(self.engine.assess(CASE, as_of="2026-01-31")))
                   for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(shared, [alone] * 8)

    def test_everything_public_is_typed(self):
        functions = [nosograph.version, nosograph.abi_version] + [
            member for name, member in inspect.getmembers(nosograph.Engine, inspect.isfunction)
            if name == "__init__" or not name.startswith("_")]
        for function in functions:
            signature = inspect.signature(function)
            self.assertIsNot(signature.return_annotation, inspect.Signature.empty, function)
            for name, parameter in signature.parameters.items():
                self.assertTrue(name == "self" or parameter.annotation is not inspect.Parameter.empty, (function, name))


if __name__ == "__main__":
    unittest.main()

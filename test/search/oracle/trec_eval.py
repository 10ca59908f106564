"""Reads {run, judgements, measures} in JSON, and prints the values of trec_eval for each query."""

import json
import sys

import pytrec_eval

asked = json.load(sys.stdin)
evaluator = pytrec_eval.RelevanceEvaluator(asked["judgements"], set(asked["measures"]))
json.dump(evaluator.evaluate(asked["run"]), sys.stdout)

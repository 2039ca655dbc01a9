"""A stand-in for Colab's own module, as the text of a `sitecustomize.py` for a kernel."""

STAND_IN = """
import sys, types
output = types.ModuleType("google.colab.output")
output.enable_custom_widget_manager = lambda: print("widget manager enabled")
colab = types.ModuleType("google.colab")
colab.output = output
sys.modules["google.colab"], sys.modules["google.colab.output"] = colab, output
"""

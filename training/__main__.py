"""Run `python -m training`: five trainings of the shipped network, its report and its card."""

from training.five_seeds import main

main()

"""Exercises that check themselves: one module a notebook, each with `check`, `hint`, `solution`.

    from digitlib.exercises import nb01

    nb01.check(1, my_answer)
    nb01.hint(1)
    nb01.solution(1)
"""

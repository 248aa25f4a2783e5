"""Intake, person, enrolment, handlers, plan, interventions, notes, the register."""

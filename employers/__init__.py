"""Employers, contacts, job postings, public posting form, ads in and out."""

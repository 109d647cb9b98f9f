"""Platforms of micro-work that question Q18 offers by name. Codes stay; what closes keeps its code and its line."""

from __future__ import annotations

PLATFORMS = (
    ("appen", "Appen"),
    ("clickworker", "Clickworker"),
    ("dataannotation", "DataAnnotation"),
    ("defined_ai", "Defined.ai (Neevo)"),
    ("hive_micro", "Hive Micro"),
    ("isahit", "isahit"),
    ("microworkers", "Microworkers"),
    ("mturk", "Amazon Mechanical Turk"),
    ("oneforma", "OneForma (Centific)"),
    ("outlier", "Outlier, Remotasks (Scale AI)"),
    ("prolific", "Prolific"),
    ("sproutgigs", "SproutGigs (Picoworkers)"),
    ("telus", "TELUS Digital AI Community (Lionbridge AI)"),
    ("testbirds", "Testbirds"),
    ("toloka", "Toloka"),
    ("uhrs", "UHRS"),
    ("wirk", "Wirk (Foule Factory)"),
    ("yappers", "Yappers"),
)

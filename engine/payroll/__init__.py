"""From pay to what it costs the employer and what people take home."""

from engine.payroll.payroll_settings import BASES, BONUSES, PAYROLL, PayrollSettings, payroll_of

__all__ = ["BASES", "BONUSES", "PAYROLL", "PayrollSettings", "payroll_of"]

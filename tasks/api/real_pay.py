"""What a requester's own job really pays."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsRequester
from tasks.api.jobs import own_job
from transparency.api import RealPay
from transparency.domain import job_pay


class JobPay(APIView):
    """The real pay of one job."""

    permission_classes = [IsRequester]

    @extend_schema(operation_id="job_pay", summary="What your job really pays", responses=RealPay)
    def get(self, request: Request, public_id: str) -> Response:
        """The figures that workers see before they take it; time and rates from eleven people on."""
        job = own_job(request, public_id)
        pay = job_pay.of_job(job_number=job.pk, announced_seconds=job.expected_seconds, price_micros=job.price_micros)
        return Response(RealPay(pay).data)

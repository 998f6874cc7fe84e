import { CodeField } from '../http/fields';

export class InstitutionParam {
  @CodeField() fixmedins_code!: string;
}

export class ClinicianParam {
  @CodeField() code!: string;
}

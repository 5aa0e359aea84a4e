package dev.glovebox.examples.credit;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Packing;

/** 100 boosted trees of depth 3, as {@link Training} wrote them. */
public final class CreditEnsemble {

    /**
     * The logarithm of the odds that the loan goes bad: above 0, refuse it.
     *
     * @param x the application as {@link Applicants} numbers it
     */
    @Circuit(precisionBits = 6, packing = Packing.BATCHED)
    public double logOdds(@Encrypted(shape = 20, min = 0, max = 15, step = 1) double[] x) {
        double sum = 0;
        sum += tree0(x);
        sum += tree1(x);
        sum += tree2(x);
        sum += tree3(x);
        sum += tree4(x);
        sum += tree5(x);
        sum += tree6(x);
        sum += tree7(x);
        sum += tree8(x);
        sum += tree9(x);
        sum += tree10(x);
        sum += tree11(x);
        sum += tree12(x);
        sum += tree13(x);
        sum += tree14(x);
        sum += tree15(x);
        sum += tree16(x);
        sum += tree17(x);
        sum += tree18(x);
        sum += tree19(x);
        sum += tree20(x);
        sum += tree21(x);
        sum += tree22(x);
        sum += tree23(x);
        sum += tree24(x);
        sum += tree25(x);
        sum += tree26(x);
        sum += tree27(x);
        sum += tree28(x);
        sum += tree29(x);
        sum += tree30(x);
        sum += tree31(x);
        sum += tree32(x);
        sum += tree33(x);
        sum += tree34(x);
        sum += tree35(x);
        sum += tree36(x);
        sum += tree37(x);
        sum += tree38(x);
        sum += tree39(x);
        sum += tree40(x);
        sum += tree41(x);
        sum += tree42(x);
        sum += tree43(x);
        sum += tree44(x);
        sum += tree45(x);
        sum += tree46(x);
        sum += tree47(x);
        sum += tree48(x);
        sum += tree49(x);
        sum += tree50(x);
        sum += tree51(x);
        sum += tree52(x);
        sum += tree53(x);
        sum += tree54(x);
        sum += tree55(x);
        sum += tree56(x);
        sum += tree57(x);
        sum += tree58(x);
        sum += tree59(x);
        sum += tree60(x);
        sum += tree61(x);
        sum += tree62(x);
        sum += tree63(x);
        sum += tree64(x);
        sum += tree65(x);
        sum += tree66(x);
        sum += tree67(x);
        sum += tree68(x);
        sum += tree69(x);
        sum += tree70(x);
        sum += tree71(x);
        sum += tree72(x);
        sum += tree73(x);
        sum += tree74(x);
        sum += tree75(x);
        sum += tree76(x);
        sum += tree77(x);
        sum += tree78(x);
        sum += tree79(x);
        sum += tree80(x);
        sum += tree81(x);
        sum += tree82(x);
        sum += tree83(x);
        sum += tree84(x);
        sum += tree85(x);
        sum += tree86(x);
        sum += tree87(x);
        sum += tree88(x);
        sum += tree89(x);
        sum += tree90(x);
        sum += tree91(x);
        sum += tree92(x);
        sum += tree93(x);
        sum += tree94(x);
        sum += tree95(x);
        sum += tree96(x);
        sum += tree97(x);
        sum += tree98(x);
        sum += tree99(x);
        return sum;
    }

    private static double tree0(double[] x) {
        if (x[0] > 1.5) {
            if (x[13] > 1.5) {
                if (x[0] > 2.5) {
                    return -0.167528;
                } else {
                    return -0.1;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.090196;
                } else {
                    return 0.013333;
                }
            }
        } else {
            if (x[2] > 1.5) {
                if (x[1] > 6.5) {
                    return 0.009877;
                } else {
                    return -0.078733;
                }
            } else {
                if (x[13] > 1.5) {
                    return 0.127273;
                } else {
                    return 0.019355;
                }
            }
        }
    }

    private static double tree1(double[] x) {
        if (x[0] > 1.5) {
            if (x[13] > 1.5) {
                if (x[6] > 1.5) {
                    return -0.153198;
                } else {
                    return -0.096496;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.082043;
                } else {
                    return 0.012356;
                }
            }
        } else {
            if (x[2] > 1.5) {
                if (x[1] > 6.5) {
                    return 0.008913;
                } else {
                    return -0.071114;
                }
            } else {
                if (x[13] > 1.5) {
                    return 0.116517;
                } else {
                    return 0.017671;
                }
            }
        }
    }

    private static double tree2(double[] x) {
        if (x[0] > 1.5) {
            if (x[13] > 1.5) {
                if (x[0] > 2.5) {
                    return -0.140412;
                } else {
                    return -0.079127;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.074871;
                } else {
                    return 0.011451;
                }
            }
        } else {
            if (x[2] > 1.5) {
                if (x[1] > 6.5) {
                    return 0.008045;
                } else {
                    return -0.064401;
                }
            } else {
                if (x[13] > 1.5) {
                    return 0.107342;
                } else {
                    return 0.016135;
                }
            }
        }
    }

    private static double tree3(double[] x) {
        if (x[0] > 1.5) {
            if (x[13] > 1.5) {
                if (x[0] > 2.5) {
                    return -0.130098;
                } else {
                    return -0.072647;
                }
            } else {
                if (x[12] > 8.5) {
                    return -0.020729;
                } else {
                    return -0.088056;
                }
            }
        } else {
            if (x[2] > 2.5) {
                if (x[13] > 1.5) {
                    return -0.091902;
                } else {
                    return 0.0174;
                }
            } else {
                if (x[9] > 1.5) {
                    return -0.100842;
                } else {
                    return 0.015136;
                }
            }
        }
    }

    private static double tree4(double[] x) {
        if (x[0] > 1.5) {
            if (x[13] > 1.5) {
                if (x[6] > 1.5) {
                    return -0.122818;
                } else {
                    return -0.068692;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.064378;
                } else {
                    return 0.014377;
                }
            }
        } else {
            if (x[1] > 2.5) {
                if (x[2] > 2.5) {
                    return -0.050487;
                } else {
                    return 0.016597;
                }
            } else {
                if (x[11] > 0.5) {
                    return -0.021784;
                } else {
                    return -0.157271;
                }
            }
        }
    }

    private static double tree5(double[] x) {
        if (x[0] > 1.5) {
            if (x[13] > 1.5) {
                if (x[0] > 2.5) {
                    return -0.114264;
                } else {
                    return -0.058148;
                }
            } else {
                if (x[12] > 8.5) {
                    return -0.014604;
                } else {
                    return -0.077712;
                }
            }
        } else {
            if (x[2] > 1.5) {
                if (x[1] > 6.5) {
                    return 0.009878;
                } else {
                    return -0.054115;
                }
            } else {
                if (x[13] > 1.5) {
                    return 0.097871;
                } else {
                    return 0.01354;
                }
            }
        }
    }

    private static double tree6(double[] x) {
        if (x[0] > 1.5) {
            if (x[13] > 1.5) {
                if (x[6] > 1.5) {
                    return -0.108851;
                } else {
                    return -0.055611;
                }
            } else {
                if (x[12] > 12.5) {
                    return -0.096913;
                } else {
                    return -0.021581;
                }
            }
        } else {
            if (x[1] > 2.5) {
                if (x[3] > 0.5) {
                    return -0.020232;
                } else {
                    return 0.051165;
                }
            } else {
                if (x[11] > 0.5) {
                    return -0.016375;
                } else {
                    return -0.143616;
                }
            }
        }
    }

    private static double tree7(double[] x) {
        if (x[0] > 2.5) {
            if (x[13] > 1.5) {
                if (x[12] > 1.5) {
                    return -0.108013;
                } else {
                    return -0.02803;
                }
            } else {
                if (x[6] > 2.5) {
                    return -0.072305;
                } else {
                    return 0.008074;
                }
            }
        } else {
            if (x[7] > 2.5) {
                if (x[1] > 6.5) {
                    return 0.043556;
                } else {
                    return -0.025162;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.02243;
                } else {
                    return -0.064837;
                }
            }
        }
    }

    private static double tree8(double[] x) {
        if (x[0] > 1.5) {
            if (x[13] > 1.5) {
                if (x[2] > 3.5) {
                    return -0.113472;
                } else {
                    return -0.069209;
                }
            } else {
                if (x[12] > 8.5) {
                    return -0.006752;
                } else {
                    return -0.068194;
                }
            }
        } else {
            if (x[2] > 2.5) {
                if (x[5] > 0.5) {
                    return -0.118004;
                } else {
                    return -0.019573;
                }
            } else {
                if (x[9] > 1.5) {
                    return -0.086298;
                } else {
                    return 0.017152;
                }
            }
        }
    }

    private static double tree9(double[] x) {
        if (x[0] > 2.5) {
            if (x[4] > 11.5) {
                if (x[6] > 2.5) {
                    return -0.102495;
                } else {
                    return 0.026106;
                }
            } else {
                if (x[12] > 0.5) {
                    return -0.097578;
                } else {
                    return -2.27E-4;
                }
            }
        } else {
            if (x[2] > 1.5) {
                if (x[1] > 1.5) {
                    return -0.014553;
                } else {
                    return -0.117384;
                }
            } else {
                if (x[5] > 1.5) {
                    return -0.07996;
                } else {
                    return 0.086944;
                }
            }
        }
    }

    private static double tree10(double[] x) {
        if (x[0] > 2.5) {
            if (x[13] > 1.5) {
                if (x[2] > 3.5) {
                    return -0.114226;
                } else {
                    return -0.064335;
                }
            } else {
                if (x[6] > 2.5) {
                    return -0.057782;
                } else {
                    return 0.014257;
                }
            }
        } else {
            if (x[7] > 2.5) {
                if (x[1] > 6.5) {
                    return 0.041774;
                } else {
                    return -0.020033;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.022002;
                } else {
                    return -0.056684;
                }
            }
        }
    }

    private static double tree11(double[] x) {
        if (x[0] > 2.5) {
            if (x[4] > 11.5) {
                if (x[6] > 2.5) {
                    return -0.094364;
                } else {
                    return 0.02861;
                }
            } else {
                if (x[12] > 0.5) {
                    return -0.088499;
                } else {
                    return 0.004542;
                }
            }
        } else {
            if (x[5] > 1.5) {
                if (x[0] > 0.5) {
                    return -0.080314;
                } else {
                    return 0.004154;
                }
            } else {
                if (x[1] > 9.5) {
                    return 0.112414;
                } else {
                    return -0.008594;
                }
            }
        }
    }

    private static double tree12(double[] x) {
        if (x[0] > 2.5) {
            if (x[13] > 1.5) {
                if (x[2] > 3.5) {
                    return -0.107685;
                } else {
                    return -0.055865;
                }
            } else {
                if (x[6] > 2.5) {
                    return -0.047383;
                } else {
                    return 0.016252;
                }
            }
        } else {
            if (x[3] > 0.5) {
                if (x[1] > 8.5) {
                    return 0.032739;
                } else {
                    return -0.038865;
                }
            } else {
                if (x[4] > 4.5) {
                    return -0.010516;
                } else {
                    return 0.076793;
                }
            }
        }
    }

    private static double tree13(double[] x) {
        if (x[0] > 0.5) {
            if (x[5] > 2.5) {
                if (x[12] > 13.5) {
                    return -0.007083;
                } else {
                    return -0.093614;
                }
            } else {
                if (x[1] > 7.5) {
                    return 0.026169;
                } else {
                    return -0.044265;
                }
            }
        } else {
            if (x[16] > 2.5) {
                if (x[6] > 3.5) {
                    return 0.013357;
                } else {
                    return -0.119304;
                }
            } else {
                if (x[1] > 4.5) {
                    return 0.060534;
                } else {
                    return -0.024973;
                }
            }
        }
    }

    private static double tree14(double[] x) {
        if (x[0] > 2.5) {
            if (x[13] > 1.5) {
                if (x[2] > 3.5) {
                    return -0.102702;
                } else {
                    return -0.04916;
                }
            } else {
                if (x[6] > 2.5) {
                    return -0.039738;
                } else {
                    return 0.01791;
                }
            }
        } else {
            if (x[1] > 1.5) {
                if (x[4] > 3.5) {
                    return -0.016738;
                } else {
                    return 0.051335;
                }
            } else {
                if (x[12] > 9.5) {
                    return -0.119222;
                } else {
                    return -0.033248;
                }
            }
        }
    }

    private static double tree15(double[] x) {
        if (x[0] > 1.5) {
            if (x[3] > 4.5) {
                if (x[6] > 2.5) {
                    return -0.052775;
                } else {
                    return 0.0303;
                }
            } else {
                if (x[13] > 0.5) {
                    return -0.071107;
                } else {
                    return -0.007319;
                }
            }
        } else {
            if (x[2] > 2.5) {
                if (x[13] > 1.5) {
                    return -0.064217;
                } else {
                    return 0.037351;
                }
            } else {
                if (x[9] > 1.5) {
                    return -0.077259;
                } else {
                    return 0.020874;
                }
            }
        }
    }

    private static double tree16(double[] x) {
        if (x[0] > 0.5) {
            if (x[6] > 2.5) {
                if (x[11] > 2.5) {
                    return 0.026039;
                } else {
                    return -0.082237;
                }
            } else {
                if (x[14] > 0.5) {
                    return -0.030446;
                } else {
                    return 0.039433;
                }
            }
        } else {
            if (x[16] > 2.5) {
                if (x[6] > 3.5) {
                    return 0.014373;
                } else {
                    return -0.10947;
                }
            } else {
                if (x[1] > 4.5) {
                    return 0.055539;
                } else {
                    return -0.021856;
                }
            }
        }
    }

    private static double tree17(double[] x) {
        if (x[1] > 1.5) {
            if (x[5] > 2.5) {
                if (x[4] > 6.5) {
                    return -0.083029;
                } else {
                    return -0.008379;
                }
            } else {
                if (x[2] > 1.5) {
                    return -0.008492;
                } else {
                    return 0.063124;
                }
            }
        } else {
            if (x[6] > 1.5) {
                return -0.113579;
            } else {
                return -0.016634;
            }
        }
    }

    private static double tree18(double[] x) {
        if (x[2] > 3.5) {
            if (x[12] > 8.5) {
                if (x[13] > 1.5) {
                    return -0.096132;
                } else {
                    return -0.021157;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.033398;
                } else {
                    return 0.07711;
                }
            }
        } else {
            if (x[7] > 2.5) {
                if (x[0] > 0.5) {
                    return -0.010865;
                } else {
                    return 0.056832;
                }
            } else {
                if (x[2] > 2.5) {
                    return -0.105833;
                } else {
                    return -0.024691;
                }
            }
        }
    }

    private static double tree19(double[] x) {
        if (x[1] > 1.5) {
            if (x[3] > 0.5) {
                if (x[3] > 1.5) {
                    return -0.011044;
                } else {
                    return -0.082141;
                }
            } else {
                if (x[4] > 4.5) {
                    return -0.002223;
                } else {
                    return 0.071083;
                }
            }
        } else {
            if (x[6] > 1.5) {
                return -0.108137;
            } else {
                return -0.014178;
            }
        }
    }

    private static double tree20(double[] x) {
        if (x[0] > 2.5) {
            if (x[4] > 11.5) {
                if (x[6] > 2.5) {
                    return -0.07394;
                } else {
                    return 0.054121;
                }
            } else {
                if (x[13] > 1.5) {
                    return -0.071727;
                } else {
                    return -0.009993;
                }
            }
        } else {
            if (x[11] > 2.5) {
                if (x[6] > 0.5) {
                    return 0.061955;
                } else {
                    return -0.061303;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.027078;
                } else {
                    return 0.030254;
                }
            }
        }
    }

    private static double tree21(double[] x) {
        if (x[2] > 3.5) {
            if (x[12] > 8.5) {
                if (x[13] > 1.5) {
                    return -0.090033;
                } else {
                    return -0.018973;
                }
            } else {
                if (x[8] > 1.5) {
                    return -0.041294;
                } else {
                    return 0.046753;
                }
            }
        } else {
            if (x[5] > 1.5) {
                if (x[12] > 13.5) {
                    return 0.03083;
                } else {
                    return -0.050313;
                }
            } else {
                if (x[7] > 3.5) {
                    return 0.0406;
                } else {
                    return -0.012054;
                }
            }
        }
    }

    private static double tree22(double[] x) {
        if (x[1] > 1.5) {
            if (x[5] > 2.5) {
                if (x[4] > 6.5) {
                    return -0.070989;
                } else {
                    return -0.001019;
                }
            } else {
                if (x[1] > 9.5) {
                    return 0.078422;
                } else {
                    return -0.002659;
                }
            }
        } else {
            if (x[6] > 1.5) {
                return -0.103155;
            } else {
                return -0.011051;
            }
        }
    }

    private static double tree23(double[] x) {
        if (x[2] > 3.5) {
            if (x[13] > 1.5) {
                if (x[3] > 4.5) {
                    return 0.01728;
                } else {
                    return -0.072517;
                }
            } else {
                if (x[3] > 1.5) {
                    return -0.050756;
                } else {
                    return 0.112473;
                }
            }
        } else {
            if (x[7] > 2.5) {
                if (x[10] > 1.5) {
                    return 0.028029;
                } else {
                    return -0.04622;
                }
            } else {
                if (x[2] > 2.5) {
                    return -0.097421;
                } else {
                    return -0.016481;
                }
            }
        }
    }

    private static double tree24(double[] x) {
        if (x[8] > 1.5) {
            if (x[1] > 1.5) {
                if (x[4] > 3.5) {
                    return -0.028836;
                } else {
                    return 0.0222;
                }
            } else {
                if (x[4] > 6.5) {
                    return -0.027111;
                } else {
                    return -0.107063;
                }
            }
        } else {
            if (x[4] > 11.5) {
                if (x[5] > 2.5) {
                    return -0.013108;
                } else {
                    return 0.102221;
                }
            } else {
                if (x[12] > 9.5) {
                    return -0.069633;
                } else {
                    return 0.018118;
                }
            }
        }
    }

    private static double tree25(double[] x) {
        if (x[0] > 2.5) {
            if (x[4] > 11.5) {
                if (x[6] > 2.5) {
                    return -0.06674;
                } else {
                    return 0.054777;
                }
            } else {
                if (x[16] > 1.5) {
                    return -0.065421;
                } else {
                    return -0.003965;
                }
            }
        } else {
            if (x[3] > 0.5) {
                if (x[11] > 2.5) {
                    return 0.038082;
                } else {
                    return -0.021725;
                }
            } else {
                if (x[4] > 4.5) {
                    return -0.001969;
                } else {
                    return 0.072861;
                }
            }
        }
    }

    private static double tree26(double[] x) {
        if (x[1] > 1.5) {
            if (x[5] > 2.5) {
                if (x[4] > 6.5) {
                    return -0.063446;
                } else {
                    return 3.56E-4;
                }
            } else {
                if (x[1] > 7.5) {
                    return 0.04125;
                } else {
                    return -0.005473;
                }
            }
        } else {
            if (x[6] > 1.5) {
                return -0.096738;
            } else {
                return -0.006686;
            }
        }
    }

    private static double tree27(double[] x) {
        if (x[8] > 1.5) {
            if (x[1] > 1.5) {
                if (x[3] > 0.5) {
                    return -0.026225;
                } else {
                    return 0.015479;
                }
            } else {
                if (x[4] > 6.5) {
                    return -0.020969;
                } else {
                    return -0.101908;
                }
            }
        } else {
            if (x[4] > 11.5) {
                if (x[18] > 0.5) {
                    return 0.108058;
                } else {
                    return 0.0087;
                }
            } else {
                if (x[12] > 9.5) {
                    return -0.064062;
                } else {
                    return 0.018895;
                }
            }
        }
    }

    private static double tree28(double[] x) {
        if (x[2] > 3.5) {
            if (x[12] > 8.5) {
                if (x[13] > 1.5) {
                    return -0.079023;
                } else {
                    return -0.015438;
                }
            } else {
                if (x[13] > 0.5) {
                    return -0.020925;
                } else {
                    return 0.072347;
                }
            }
        } else {
            if (x[15] > 1.5) {
                if (x[12] > 11.5) {
                    return 0.133369;
                } else {
                    return 0.006626;
                }
            } else {
                if (x[7] > 2.5) {
                    return 0.009104;
                } else {
                    return -0.033791;
                }
            }
        }
    }

    private static double tree29(double[] x) {
        if (x[2] > 1.5) {
            if (x[1] > 7.5) {
                if (x[17] > 1.5) {
                    return -0.080366;
                } else {
                    return 0.046293;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.034406;
                } else {
                    return 0.009738;
                }
            }
        } else {
            if (x[5] > 1.5) {
                return -0.054396;
            } else {
                if (x[13] > 0.5) {
                    return 0.089593;
                } else {
                    return 0.018765;
                }
            }
        }
    }

    private static double tree30(double[] x) {
        if (x[0] > 0.5) {
            if (x[6] > 2.5) {
                if (x[11] > 2.5) {
                    return 0.028621;
                } else {
                    return -0.06207;
                }
            } else {
                if (x[14] > 0.5) {
                    return -0.012843;
                } else {
                    return 0.048349;
                }
            }
        } else {
            if (x[16] > 2.5) {
                if (x[6] > 3.5) {
                    return 0.025409;
                } else {
                    return -0.099611;
                }
            } else {
                if (x[1] > 4.5) {
                    return 0.051934;
                } else {
                    return -0.01071;
                }
            }
        }
    }

    private static double tree31(double[] x) {
        if (x[8] > 1.5) {
            if (x[11] > 0.5) {
                if (x[4] > 5.5) {
                    return -0.02053;
                } else {
                    return 0.038528;
                }
            } else {
                if (x[1] > 4.5) {
                    return -0.001177;
                } else {
                    return -0.075327;
                }
            }
        } else {
            if (x[5] > 1.5) {
                if (x[7] > 3.5) {
                    return 0.028885;
                } else {
                    return -0.079464;
                }
            } else {
                if (x[4] > 11.5) {
                    return 0.085756;
                } else {
                    return 0.012547;
                }
            }
        }
    }

    private static double tree32(double[] x) {
        if (x[1] > 1.5) {
            if (x[4] > 3.5) {
                if (x[12] > 2.5) {
                    return -0.020511;
                } else {
                    return 0.029813;
                }
            } else {
                if (x[11] > 1.5) {
                    return 0.114904;
                } else {
                    return -0.015737;
                }
            }
        } else {
            if (x[6] > 1.5) {
                return -0.089577;
            } else {
                return 0.001036;
            }
        }
    }

    private static double tree33(double[] x) {
        if (x[2] > 3.5) {
            if (x[12] > 8.5) {
                if (x[13] > 1.5) {
                    return -0.073284;
                } else {
                    return -0.010458;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.01882;
                } else {
                    return 0.072929;
                }
            }
        } else {
            if (x[9] > 1.5) {
                if (x[12] > 4.5) {
                    return -0.092539;
                } else {
                    return -0.005493;
                }
            } else {
                if (x[5] > 0.5) {
                    return -0.017219;
                } else {
                    return 0.025755;
                }
            }
        }
    }

    private static double tree34(double[] x) {
        if (x[0] > 2.5) {
            if (x[4] > 11.5) {
                if (x[2] > 2.5) {
                    return -0.040611;
                } else {
                    return 0.071281;
                }
            } else {
                if (x[16] > 1.5) {
                    return -0.056993;
                } else {
                    return 0.009435;
                }
            }
        } else {
            if (x[4] > 3.5) {
                if (x[1] > 7.5) {
                    return 0.027491;
                } else {
                    return -0.021497;
                }
            } else {
                if (x[11] > 1.5) {
                    return 0.114538;
                } else {
                    return -0.017013;
                }
            }
        }
    }

    private static double tree35(double[] x) {
        if (x[1] > 1.5) {
            if (x[4] > 3.5) {
                if (x[12] > 2.5) {
                    return -0.01739;
                } else {
                    return 0.027782;
                }
            } else {
                if (x[11] > 1.5) {
                    return 0.096005;
                } else {
                    return -0.012124;
                }
            }
        } else {
            if (x[4] > 7.5) {
                return 0.033473;
            } else {
                if (x[3] > 4.5) {
                    return -0.012179;
                } else {
                    return -0.089234;
                }
            }
        }
    }

    private static double tree36(double[] x) {
        if (x[4] > 11.5) {
            if (x[12] > 11.5) {
                if (x[17] > 1.5) {
                    return -0.017373;
                } else {
                    return 0.084512;
                }
            } else {
                if (x[8] > 1.5) {
                    return -0.024794;
                } else {
                    return 0.053556;
                }
            }
        } else {
            if (x[4] > 10.5) {
                if (x[5] > 0.5) {
                    return -0.034702;
                } else {
                    return -0.110838;
                }
            } else {
                if (x[1] > 1.5) {
                    return 0.002154;
                } else {
                    return -0.074413;
                }
            }
        }
    }

    private static double tree37(double[] x) {
        if (x[0] > 0.5) {
            if (x[6] > 2.5) {
                if (x[13] > 0.5) {
                    return -0.057997;
                } else {
                    return 0.028627;
                }
            } else {
                if (x[14] > 0.5) {
                    return -0.009076;
                } else {
                    return 0.044882;
                }
            }
        } else {
            if (x[16] > 2.5) {
                if (x[6] > 3.5) {
                    return 0.023961;
                } else {
                    return -0.091761;
                }
            } else {
                if (x[7] > 2.5) {
                    return 0.044969;
                } else {
                    return -0.012963;
                }
            }
        }
    }

    private static double tree38(double[] x) {
        if (x[5] > 2.5) {
            if (x[10] > 3.5) {
                if (x[3] > 0.5) {
                    return -0.074767;
                } else {
                    return 0.004743;
                }
            } else {
                if (x[12] > 11.5) {
                    return 0.066597;
                } else {
                    return -0.019261;
                }
            }
        } else {
            if (x[1] > 4.5) {
                if (x[6] > 2.5) {
                    return -0.0141;
                } else {
                    return 0.039782;
                }
            } else {
                if (x[2] > 1.5) {
                    return -0.03143;
                } else {
                    return 0.08245;
                }
            }
        }
    }

    private static double tree39(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[4] > 11.5) {
                    return 0.037275;
                } else {
                    return -0.01375;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.012194;
                } else {
                    return -0.092217;
                }
            }
        } else {
            if (x[1] > 2.5) {
                if (x[5] > 0.5) {
                    return -0.014833;
                } else {
                    return 0.058606;
                }
            } else {
                if (x[12] > 7.5) {
                    return -0.083106;
                } else {
                    return 0.065043;
                }
            }
        }
    }

    private static double tree40(double[] x) {
        if (x[2] > 3.5) {
            if (x[12] > 8.5) {
                if (x[11] > 0.5) {
                    return -0.032315;
                } else {
                    return -0.091994;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.014097;
                } else {
                    return 0.065487;
                }
            }
        } else {
            if (x[7] > 2.5) {
                if (x[10] > 1.5) {
                    return 0.029733;
                } else {
                    return -0.040853;
                }
            } else {
                if (x[2] > 2.5) {
                    return -0.091781;
                } else {
                    return -0.006934;
                }
            }
        }
    }

    private static double tree41(double[] x) {
        if (x[8] > 1.5) {
            if (x[1] > 1.5) {
                if (x[12] > 10.5) {
                    return 0.015101;
                } else {
                    return -0.020308;
                }
            } else {
                if (x[7] > 1.5) {
                    return -0.089438;
                } else {
                    return -0.003347;
                }
            }
        } else {
            if (x[7] > 2.5) {
                if (x[1] > 4.5) {
                    return 0.063317;
                } else {
                    return -0.012612;
                }
            } else {
                if (x[5] > 1.5) {
                    return -0.072137;
                } else {
                    return 0.007138;
                }
            }
        }
    }

    private static double tree42(double[] x) {
        if (x[4] > 11.5) {
            if (x[2] > 2.5) {
                if (x[5] > 0.5) {
                    return -0.076729;
                } else {
                    return 0.023126;
                }
            } else {
                if (x[3] > 1.5) {
                    return 0.069173;
                } else {
                    return -0.005513;
                }
            }
        } else {
            if (x[4] > 8.5) {
                if (x[1] > 8.5) {
                    return 0.035633;
                } else {
                    return -0.066346;
                }
            } else {
                if (x[1] > 1.5) {
                    return 0.011028;
                } else {
                    return -0.066064;
                }
            }
        }
    }

    private static double tree43(double[] x) {
        if (x[6] > 1.5) {
            if (x[10] > 1.5) {
                if (x[1] > 9.5) {
                    return 0.060844;
                } else {
                    return -0.008315;
                }
            } else {
                if (x[11] > 1.5) {
                    return -0.105755;
                } else {
                    return -0.036507;
                }
            }
        } else {
            if (x[14] > 1.5) {
                return -0.064486;
            } else {
                if (x[5] > 2.5) {
                    return -0.02443;
                } else {
                    return 0.038415;
                }
            }
        }
    }

    private static double tree44(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[4] > 11.5) {
                    return 0.031238;
                } else {
                    return -0.011495;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.012344;
                } else {
                    return -0.085076;
                }
            }
        } else {
            if (x[13] > 1.5) {
                if (x[12] > 5.5) {
                    return -0.015932;
                } else {
                    return 0.036044;
                }
            } else {
                if (x[5] > 0.5) {
                    return 0.003974;
                } else {
                    return 0.094145;
                }
            }
        }
    }

    private static double tree45(double[] x) {
        if (x[8] > 1.5) {
            if (x[11] > 0.5) {
                if (x[4] > 5.5) {
                    return -0.013259;
                } else {
                    return 0.032613;
                }
            } else {
                if (x[1] > 4.5) {
                    return 0.004107;
                } else {
                    return -0.0637;
                }
            }
        } else {
            if (x[9] > 1.5) {
                return -0.074422;
            } else {
                if (x[5] > 1.5) {
                    return -0.024851;
                } else {
                    return 0.032856;
                }
            }
        }
    }

    private static double tree46(double[] x) {
        if (x[2] > 3.5) {
            if (x[12] > 8.5) {
                if (x[11] > 0.5) {
                    return -0.029137;
                } else {
                    return -0.087273;
                }
            } else {
                if (x[12] > 6.5) {
                    return 0.055437;
                } else {
                    return -0.018217;
                }
            }
        } else {
            if (x[15] > 1.5) {
                if (x[12] > 11.5) {
                    return 0.119345;
                } else {
                    return 0.005006;
                }
            } else {
                if (x[4] > 3.5) {
                    return -0.012807;
                } else {
                    return 0.025698;
                }
            }
        }
    }

    private static double tree47(double[] x) {
        if (x[0] > 0.5) {
            if (x[6] > 2.5) {
                if (x[13] > 0.5) {
                    return -0.051198;
                } else {
                    return 0.029007;
                }
            } else {
                if (x[14] > 0.5) {
                    return -0.008422;
                } else {
                    return 0.043361;
                }
            }
        } else {
            if (x[16] > 2.5) {
                if (x[6] > 3.5) {
                    return 0.026326;
                } else {
                    return -0.085659;
                }
            } else {
                if (x[7] > 2.5) {
                    return 0.04032;
                } else {
                    return -0.009754;
                }
            }
        }
    }

    private static double tree48(double[] x) {
        if (x[0] > 2.5) {
            if (x[13] > 1.5) {
                if (x[2] > 3.5) {
                    return -0.075464;
                } else {
                    return -0.012142;
                }
            } else {
                if (x[12] > 7.5) {
                    return 0.043951;
                } else {
                    return -0.029208;
                }
            }
        } else {
            if (x[11] > 2.5) {
                if (x[6] > 0.5) {
                    return 0.053166;
                } else {
                    return -0.041323;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.01255;
                } else {
                    return 0.025084;
                }
            }
        }
    }

    private static double tree49(double[] x) {
        if (x[4] > 11.5) {
            if (x[12] > 11.5) {
                if (x[1] > 8.5) {
                    return -0.001296;
                } else {
                    return 0.090733;
                }
            } else {
                if (x[12] > 5.5) {
                    return -0.031192;
                } else {
                    return 0.035076;
                }
            }
        } else {
            if (x[4] > 10.5) {
                if (x[5] > 0.5) {
                    return -0.023732;
                } else {
                    return -0.099629;
                }
            } else {
                if (x[18] > 0.5) {
                    return -0.029111;
                } else {
                    return 0.011043;
                }
            }
        }
    }

    private static double tree50(double[] x) {
        if (x[8] > 1.5) {
            if (x[1] > 1.5) {
                if (x[12] > 10.5) {
                    return 0.01402;
                } else {
                    return -0.016363;
                }
            } else {
                if (x[4] > 6.5) {
                    return 0.005009;
                } else {
                    return -0.085008;
                }
            }
        } else {
            if (x[7] > 2.5) {
                if (x[1] > 8.5) {
                    return 0.114538;
                } else {
                    return 0.015301;
                }
            } else {
                if (x[5] > 1.5) {
                    return -0.06561;
                } else {
                    return 0.006103;
                }
            }
        }
    }

    private static double tree51(double[] x) {
        if (x[2] > 1.5) {
            if (x[4] > 14.5) {
                if (x[6] > 2.5) {
                    return 0.003575;
                } else {
                    return 0.085309;
                }
            } else {
                if (x[1] > 1.5) {
                    return -0.006442;
                } else {
                    return -0.065746;
                }
            }
        } else {
            if (x[5] > 1.5) {
                return -0.050022;
            } else {
                if (x[13] > 0.5) {
                    return 0.074353;
                } else {
                    return 0.010938;
                }
            }
        }
    }

    private static double tree52(double[] x) {
        if (x[2] > 3.5) {
            if (x[12] > 9.5) {
                if (x[13] > 1.5) {
                    return -0.06372;
                } else {
                    return -0.001176;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.014441;
                } else {
                    return 0.065628;
                }
            }
        } else {
            if (x[9] > 1.5) {
                if (x[12] > 4.5) {
                    return -0.084631;
                } else {
                    return -0.001087;
                }
            } else {
                if (x[0] > 0.5) {
                    return -0.00344;
                } else {
                    return 0.03169;
                }
            }
        }
    }

    private static double tree53(double[] x) {
        if (x[6] > 1.5) {
            if (x[10] > 1.5) {
                if (x[1] > 9.5) {
                    return 0.052781;
                } else {
                    return -0.005617;
                }
            } else {
                if (x[11] > 1.5) {
                    return -0.100793;
                } else {
                    return -0.030596;
                }
            }
        } else {
            if (x[14] > 1.5) {
                return -0.057594;
            } else {
                if (x[2] > 3.5) {
                    return -0.018116;
                } else {
                    return 0.034781;
                }
            }
        }
    }

    private static double tree54(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[9] > 1.5) {
                    return -0.064341;
                } else {
                    return 0.005581;
                }
            } else {
                if (x[8] > 1.5) {
                    return -0.08494;
                } else {
                    return -6.02E-4;
                }
            }
        } else {
            if (x[13] > 1.5) {
                if (x[0] > 0.5) {
                    return -0.015213;
                } else {
                    return 0.030716;
                }
            } else {
                if (x[4] > 7.5) {
                    return 0.007032;
                } else {
                    return 0.088708;
                }
            }
        }
    }

    private static double tree55(double[] x) {
        if (x[5] > 2.5) {
            if (x[10] > 3.5) {
                if (x[3] > 0.5) {
                    return -0.063129;
                } else {
                    return 0.011272;
                }
            } else {
                if (x[6] > 3.5) {
                    return 0.062895;
                } else {
                    return -0.011575;
                }
            }
        } else {
            if (x[1] > 7.5) {
                if (x[12] > 5.5) {
                    return -0.012842;
                } else {
                    return 0.086363;
                }
            } else {
                if (x[2] > 1.5) {
                    return -0.011874;
                } else {
                    return 0.053597;
                }
            }
        }
    }

    private static double tree56(double[] x) {
        if (x[0] > 2.5) {
            if (x[6] > 0.5) {
                if (x[3] > 4.5) {
                    return 0.015069;
                } else {
                    return -0.033813;
                }
            } else {
                return 0.053786;
            }
        } else {
            if (x[11] > 2.5) {
                if (x[4] > 8.5) {
                    return 0.009041;
                } else {
                    return 0.081054;
                }
            } else {
                if (x[4] > 1.5) {
                    return -0.009158;
                } else {
                    return 0.037593;
                }
            }
        }
    }

    private static double tree57(double[] x) {
        if (x[1] > 1.5) {
            if (x[4] > 1.5) {
                if (x[14] > 0.5) {
                    return -0.009432;
                } else {
                    return 0.021817;
                }
            } else {
                if (x[12] > 2.5) {
                    return 0.068261;
                } else {
                    return -0.025446;
                }
            }
        } else {
            if (x[4] > 7.5) {
                return 0.049514;
            } else {
                if (x[3] > 4.5) {
                    return -0.002027;
                } else {
                    return -0.076935;
                }
            }
        }
    }

    private static double tree58(double[] x) {
        if (x[4] > 11.5) {
            if (x[12] > 11.5) {
                if (x[1] > 8.5) {
                    return -0.002136;
                } else {
                    return 0.085778;
                }
            } else {
                if (x[8] > 1.5) {
                    return -0.020791;
                } else {
                    return 0.039434;
                }
            }
        } else {
            if (x[4] > 10.5) {
                if (x[5] > 0.5) {
                    return -0.020252;
                } else {
                    return -0.095662;
                }
            } else {
                if (x[1] > 1.5) {
                    return 0.004229;
                } else {
                    return -0.0608;
                }
            }
        }
    }

    private static double tree59(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[9] > 1.5) {
                    return -0.060284;
                } else {
                    return 0.005439;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.013099;
                } else {
                    return -0.076588;
                }
            }
        } else {
            if (x[13] > 1.5) {
                if (x[2] > 2.5) {
                    return -0.02901;
                } else {
                    return 0.018427;
                }
            } else {
                if (x[1] > 3.5) {
                    return 0.077267;
                } else {
                    return -0.002755;
                }
            }
        }
    }

    private static double tree60(double[] x) {
        if (x[4] > 11.5) {
            if (x[2] > 2.5) {
                if (x[5] > 0.5) {
                    return -0.070581;
                } else {
                    return 0.018717;
                }
            } else {
                if (x[12] > 9.5) {
                    return 0.06684;
                } else {
                    return 1.14E-4;
                }
            }
        } else {
            if (x[4] > 10.5) {
                if (x[6] > 2.5) {
                    return -0.017989;
                } else {
                    return -0.092846;
                }
            } else {
                if (x[18] > 0.5) {
                    return -0.024909;
                } else {
                    return 0.010206;
                }
            }
        }
    }

    private static double tree61(double[] x) {
        if (x[10] > 1.5) {
            if (x[7] > 2.5) {
                if (x[10] > 3.5) {
                    return -0.006376;
                } else {
                    return 0.036441;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.023911;
                } else {
                    return -0.028319;
                }
            }
        } else {
            if (x[12] > 11.5) {
                return 0.062961;
            } else {
                if (x[16] > 1.5) {
                    return -0.063425;
                } else {
                    return 0.035102;
                }
            }
        }
    }

    private static double tree62(double[] x) {
        if (x[5] > 2.5) {
            if (x[12] > 13.5) {
                if (x[4] > 8.5) {
                    return 0.093065;
                } else {
                    return -0.025118;
                }
            } else {
                if (x[4] > 4.5) {
                    return -0.051642;
                } else {
                    return 0.02202;
                }
            }
        } else {
            if (x[1] > 4.5) {
                if (x[10] > 1.5) {
                    return 0.023987;
                } else {
                    return -0.035551;
                }
            } else {
                if (x[2] > 1.5) {
                    return -0.023466;
                } else {
                    return 0.067931;
                }
            }
        }
    }

    private static double tree63(double[] x) {
        if (x[6] > 1.5) {
            if (x[10] > 1.5) {
                if (x[13] > 1.5) {
                    return -0.009137;
                } else {
                    return 0.02754;
                }
            } else {
                if (x[11] > 1.5) {
                    return -0.09439;
                } else {
                    return -0.022226;
                }
            }
        } else {
            if (x[14] > 1.5) {
                return -0.054182;
            } else {
                if (x[5] > 2.5) {
                    return -0.020916;
                } else {
                    return 0.03143;
                }
            }
        }
    }

    private static double tree64(double[] x) {
        if (x[0] > 2.5) {
            if (x[12] > 1.5) {
                if (x[13] > 1.5) {
                    return -0.038736;
                } else {
                    return 0.014037;
                }
            } else {
                if (x[5] > 0.5) {
                    return -0.062354;
                } else {
                    return 0.103766;
                }
            }
        } else {
            if (x[11] > 2.5) {
                if (x[6] > 0.5) {
                    return 0.045208;
                } else {
                    return -0.034489;
                }
            } else {
                if (x[4] > 1.5) {
                    return -0.007711;
                } else {
                    return 0.032655;
                }
            }
        }
    }

    private static double tree65(double[] x) {
        if (x[12] > 2.5) {
            if (x[7] > 3.5) {
                if (x[18] > 0.5) {
                    return -0.019526;
                } else {
                    return 0.030706;
                }
            } else {
                if (x[11] > 0.5) {
                    return -0.005478;
                } else {
                    return -0.066226;
                }
            }
        } else {
            if (x[4] > 2.5) {
                if (x[6] > 2.5) {
                    return -0.021151;
                } else {
                    return 0.048202;
                }
            } else {
                if (x[6] > 1.5) {
                    return -0.070838;
                } else {
                    return 0.009581;
                }
            }
        }
    }

    private static double tree66(double[] x) {
        if (x[2] > 3.5) {
            if (x[12] > 9.5) {
                if (x[11] > 0.5) {
                    return -0.022331;
                } else {
                    return -0.080202;
                }
            } else {
                if (x[3] > 0.5) {
                    return -0.01195;
                } else {
                    return 0.058718;
                }
            }
        } else {
            if (x[15] > 1.5) {
                if (x[12] > 11.5) {
                    return 0.103978;
                } else {
                    return 0.004455;
                }
            } else {
                if (x[6] > 1.5) {
                    return -0.012117;
                } else {
                    return 0.017976;
                }
            }
        }
    }

    private static double tree67(double[] x) {
        if (x[1] > 7.5) {
            if (x[12] > 5.5) {
                if (x[4] > 9.5) {
                    return -0.02854;
                } else {
                    return 0.044055;
                }
            } else {
                if (x[5] > 1.5) {
                    return -0.036182;
                } else {
                    return 0.077165;
                }
            }
        } else {
            if (x[2] > 1.5) {
                if (x[4] > 8.5) {
                    return -0.031566;
                } else {
                    return -2.34E-4;
                }
            } else {
                if (x[13] > 1.5) {
                    return 0.085936;
                } else {
                    return -0.003499;
                }
            }
        }
    }

    private static double tree68(double[] x) {
        if (x[4] > 11.5) {
            if (x[2] > 2.5) {
                if (x[5] > 0.5) {
                    return -0.066056;
                } else {
                    return 0.016114;
                }
            } else {
                if (x[12] > 9.5) {
                    return 0.063674;
                } else {
                    return -1.02E-4;
                }
            }
        } else {
            if (x[4] > 10.5) {
                if (x[5] > 0.5) {
                    return -0.012658;
                } else {
                    return -0.087429;
                }
            } else {
                if (x[1] > 1.5) {
                    return 0.003622;
                } else {
                    return -0.058548;
                }
            }
        }
    }

    private static double tree69(double[] x) {
        if (x[8] > 1.5) {
            if (x[19] > 0.5) {
                return -0.072592;
            } else {
                if (x[10] > 2.5) {
                    return -0.015418;
                } else {
                    return 0.010617;
                }
            }
        } else {
            if (x[9] > 1.5) {
                return -0.065303;
            } else {
                if (x[0] > 1.5) {
                    return -0.015832;
                } else {
                    return 0.030984;
                }
            }
        }
    }

    private static double tree70(double[] x) {
        if (x[0] > 0.5) {
            if (x[6] > 2.5) {
                if (x[17] > 1.5) {
                    return 0.041211;
                } else {
                    return -0.04073;
                }
            } else {
                if (x[14] > 0.5) {
                    return -0.005819;
                } else {
                    return 0.03781;
                }
            }
        } else {
            if (x[16] > 2.5) {
                if (x[6] > 3.5) {
                    return 0.021596;
                } else {
                    return -0.08054;
                }
            } else {
                if (x[12] > 6.5) {
                    return 0.046226;
                } else {
                    return -0.005988;
                }
            }
        }
    }

    private static double tree71(double[] x) {
        if (x[10] > 1.5) {
            if (x[7] > 2.5) {
                if (x[10] > 2.5) {
                    return -8.0E-4;
                } else {
                    return 0.042297;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.022336;
                } else {
                    return -0.025107;
                }
            }
        } else {
            if (x[12] > 7.5) {
                if (x[6] > 1.5) {
                    return -0.030984;
                } else {
                    return 0.071162;
                }
            } else {
                if (x[7] > 2.5) {
                    return -0.071835;
                } else {
                    return 0.008054;
                }
            }
        }
    }

    private static double tree72(double[] x) {
        if (x[8] > 1.5) {
            if (x[19] > 0.5) {
                return -0.0712;
            } else {
                if (x[12] > 10.5) {
                    return 0.012516;
                } else {
                    return -0.012547;
                }
            }
        } else {
            if (x[9] > 1.5) {
                return -0.062452;
            } else {
                if (x[0] > 1.5) {
                    return -0.014819;
                } else {
                    return 0.028852;
                }
            }
        }
    }

    private static double tree73(double[] x) {
        if (x[1] > 7.5) {
            if (x[12] > 5.5) {
                if (x[7] > 3.5) {
                    return 0.022632;
                } else {
                    return -0.040191;
                }
            } else {
                if (x[18] > 0.5) {
                    return 0.110346;
                } else {
                    return 0.013577;
                }
            }
        } else {
            if (x[2] > 1.5) {
                if (x[4] > 8.5) {
                    return -0.029489;
                } else {
                    return -2.85E-4;
                }
            } else {
                if (x[13] > 1.5) {
                    return 0.080911;
                } else {
                    return -0.002657;
                }
            }
        }
    }

    private static double tree74(double[] x) {
        if (x[4] > 11.5) {
            if (x[1] > 4.5) {
                if (x[8] > 1.5) {
                    return -0.009742;
                } else {
                    return 0.031061;
                }
            } else {
                if (x[3] > 0.5) {
                    return 0.097771;
                } else {
                    return 0.019016;
                }
            }
        } else {
            if (x[4] > 10.5) {
                if (x[6] > 2.5) {
                    return -0.008139;
                } else {
                    return -0.085168;
                }
            } else {
                if (x[1] > 1.5) {
                    return 0.003242;
                } else {
                    return -0.055976;
                }
            }
        }
    }

    private static double tree75(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[11] > 1.5) {
                    return 0.017043;
                } else {
                    return -0.012343;
                }
            } else {
                if (x[8] > 1.5) {
                    return -0.075928;
                } else {
                    return 0.001265;
                }
            }
        } else {
            if (x[13] > 1.5) {
                if (x[2] > 2.5) {
                    return -0.028762;
                } else {
                    return 0.01631;
                }
            } else {
                if (x[4] > 5.5) {
                    return 0.014253;
                } else {
                    return 0.086946;
                }
            }
        }
    }

    private static double tree76(double[] x) {
        if (x[4] > 11.5) {
            if (x[2] > 2.5) {
                if (x[12] > 6.5) {
                    return -0.046127;
                } else {
                    return 0.032004;
                }
            } else {
                if (x[12] > 9.5) {
                    return 0.056853;
                } else {
                    return -5.32E-4;
                }
            }
        } else {
            if (x[4] > 10.5) {
                if (x[6] > 2.5) {
                    return -0.008025;
                } else {
                    return -0.081797;
                }
            } else {
                if (x[6] > 0.5) {
                    return -0.003919;
                } else {
                    return 0.062113;
                }
            }
        }
    }

    private static double tree77(double[] x) {
        if (x[5] > 2.5) {
            if (x[12] > 13.5) {
                if (x[4] > 8.5) {
                    return 0.082751;
                } else {
                    return -0.022676;
                }
            } else {
                if (x[4] > 4.5) {
                    return -0.046631;
                } else {
                    return 0.020274;
                }
            }
        } else {
            if (x[1] > 9.5) {
                if (x[3] > 1.5) {
                    return 0.067741;
                } else {
                    return 0.001104;
                }
            } else {
                if (x[9] > 1.5) {
                    return -0.058863;
                } else {
                    return 0.004387;
                }
            }
        }
    }

    private static double tree78(double[] x) {
        if (x[10] > 1.5) {
            if (x[7] > 2.5) {
                if (x[10] > 2.5) {
                    return -4.82E-4;
                } else {
                    return 0.038212;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.020435;
                } else {
                    return -0.022217;
                }
            }
        } else {
            if (x[7] > 2.5) {
                if (x[16] > 1.5) {
                    return -0.083419;
                } else {
                    return 0.066836;
                }
            } else {
                if (x[4] > 8.5) {
                    return -0.037821;
                } else {
                    return 0.101474;
                }
            }
        }
    }

    private static double tree79(double[] x) {
        if (x[0] > 0.5) {
            if (x[6] > 2.5) {
                if (x[17] > 1.5) {
                    return 0.039899;
                } else {
                    return -0.038139;
                }
            } else {
                if (x[12] > 2.5) {
                    return -0.007112;
                } else {
                    return 0.034105;
                }
            }
        } else {
            if (x[16] > 2.5) {
                if (x[6] > 3.5) {
                    return 0.020114;
                } else {
                    return -0.077268;
                }
            } else {
                if (x[12] > 6.5) {
                    return 0.043266;
                } else {
                    return -0.004562;
                }
            }
        }
    }

    private static double tree80(double[] x) {
        if (x[3] > 6.5) {
            if (x[12] > 9.5) {
                if (x[5] > 3.5) {
                    return -0.035588;
                } else {
                    return 0.057643;
                }
            } else {
                if (x[1] > 8.5) {
                    return 0.01357;
                } else {
                    return -0.082362;
                }
            }
        } else {
            if (x[3] > 3.5) {
                if (x[5] > 3.5) {
                    return -0.035398;
                } else {
                    return 0.061771;
                }
            } else {
                if (x[12] > 2.5) {
                    return -0.010309;
                } else {
                    return 0.019082;
                }
            }
        }
    }

    private static double tree81(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[1] > 7.5) {
                    return 0.026324;
                } else {
                    return -0.006472;
                }
            } else {
                if (x[8] > 1.5) {
                    return -0.071335;
                } else {
                    return 0.002075;
                }
            }
        } else {
            if (x[13] > 1.5) {
                if (x[12] > 5.5) {
                    return -0.013555;
                } else {
                    return 0.026135;
                }
            } else {
                if (x[5] > 0.5) {
                    return -0.002218;
                } else {
                    return 0.073267;
                }
            }
        }
    }

    private static double tree82(double[] x) {
        if (x[0] > 0.5) {
            if (x[16] > 2.5) {
                if (x[15] > 1.5) {
                    return 0.074735;
                } else {
                    return -0.007585;
                }
            } else {
                if (x[13] > 1.5) {
                    return -0.020326;
                } else {
                    return 0.019008;
                }
            }
        } else {
            if (x[1] > 8.5) {
                if (x[3] > 2.5) {
                    return 0.094857;
                } else {
                    return 0.002487;
                }
            } else {
                if (x[3] > 7.5) {
                    return -0.070904;
                } else {
                    return 0.007687;
                }
            }
        }
    }

    private static double tree83(double[] x) {
        if (x[2] > 3.5) {
            if (x[12] > 9.5) {
                if (x[11] > 0.5) {
                    return -0.017524;
                } else {
                    return -0.076818;
                }
            } else {
                if (x[12] > 6.5) {
                    return 0.049755;
                } else {
                    return -0.016885;
                }
            }
        } else {
            if (x[15] > 1.5) {
                if (x[12] > 13.5) {
                    return 0.113472;
                } else {
                    return 0.007899;
                }
            } else {
                if (x[4] > 1.5) {
                    return -0.007216;
                } else {
                    return 0.030048;
                }
            }
        }
    }

    private static double tree84(double[] x) {
        if (x[3] > 6.5) {
            if (x[12] > 9.5) {
                if (x[4] > 12.5) {
                    return -0.031298;
                } else {
                    return 0.055537;
                }
            } else {
                if (x[1] > 8.5) {
                    return 0.010322;
                } else {
                    return -0.076148;
                }
            }
        } else {
            if (x[3] > 3.5) {
                if (x[5] > 3.5) {
                    return -0.033921;
                } else {
                    return 0.053575;
                }
            } else {
                if (x[12] > 2.5) {
                    return -0.008833;
                } else {
                    return 0.017826;
                }
            }
        }
    }

    private static double tree85(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[9] > 1.5) {
                    return -0.052718;
                } else {
                    return 0.004708;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.012678;
                } else {
                    return -0.064327;
                }
            }
        } else {
            if (x[9] > 0.5) {
                return 0.063906;
            } else {
                if (x[12] > 2.5) {
                    return -0.004204;
                } else {
                    return 0.043603;
                }
            }
        }
    }

    private static double tree86(double[] x) {
        if (x[4] > 11.5) {
            if (x[1] > 4.5) {
                if (x[2] > 2.5) {
                    return -0.018831;
                } else {
                    return 0.017465;
                }
            } else {
                if (x[3] > 0.5) {
                    return 0.092385;
                } else {
                    return 0.016263;
                }
            }
        } else {
            if (x[4] > 10.5) {
                if (x[5] > 0.5) {
                    return -0.003649;
                } else {
                    return -0.076794;
                }
            } else {
                if (x[1] > 1.5) {
                    return 0.003175;
                } else {
                    return -0.055713;
                }
            }
        }
    }

    private static double tree87(double[] x) {
        if (x[0] > 0.5) {
            if (x[16] > 2.5) {
                if (x[13] > 0.5) {
                    return 0.041374;
                } else {
                    return -0.037159;
                }
            } else {
                if (x[13] > 1.5) {
                    return -0.018789;
                } else {
                    return 0.016511;
                }
            }
        } else {
            if (x[16] > 2.5) {
                if (x[6] > 3.5) {
                    return 0.021183;
                } else {
                    return -0.075518;
                }
            } else {
                if (x[1] > 4.5) {
                    return 0.035107;
                } else {
                    return -0.012218;
                }
            }
        }
    }

    private static double tree88(double[] x) {
        if (x[8] > 1.5) {
            if (x[19] > 0.5) {
                return -0.06857;
            } else {
                if (x[10] > 2.5) {
                    return -0.013178;
                } else {
                    return 0.010741;
                }
            }
        } else {
            if (x[12] > 10.5) {
                if (x[11] > 2.5) {
                    return 0.034649;
                } else {
                    return -0.046652;
                }
            } else {
                if (x[7] > 1.5) {
                    return 0.028343;
                } else {
                    return -0.024656;
                }
            }
        }
    }

    private static double tree89(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[9] > 1.5) {
                    return -0.050022;
                } else {
                    return 0.004129;
                }
            } else {
                if (x[8] > 1.5) {
                    return -0.064795;
                } else {
                    return 0.005071;
                }
            }
        } else {
            if (x[13] > 1.5) {
                if (x[1] > 6.5) {
                    return 0.025977;
                } else {
                    return -0.011023;
                }
            } else {
                if (x[2] > 2.5) {
                    return 0.078485;
                } else {
                    return 0.005562;
                }
            }
        }
    }

    private static double tree90(double[] x) {
        if (x[0] > 2.5) {
            if (x[4] > 5.5) {
                if (x[6] > 2.5) {
                    return -0.032448;
                } else {
                    return 0.020701;
                }
            } else {
                if (x[17] > 1.5) {
                    return 0.038908;
                } else {
                    return -0.05699;
                }
            }
        } else {
            if (x[11] > 2.5) {
                if (x[6] > 0.5) {
                    return 0.041692;
                } else {
                    return -0.034153;
                }
            } else {
                if (x[4] > 1.5) {
                    return -0.007072;
                } else {
                    return 0.028898;
                }
            }
        }
    }

    private static double tree91(double[] x) {
        if (x[3] > 6.5) {
            if (x[12] > 9.5) {
                if (x[5] > 3.5) {
                    return -0.034508;
                } else {
                    return 0.047615;
                }
            } else {
                if (x[1] > 8.5) {
                    return 0.00941;
                } else {
                    return -0.072504;
                }
            }
        } else {
            if (x[3] > 3.5) {
                if (x[4] > 6.5) {
                    return -0.007827;
                } else {
                    return 0.058848;
                }
            } else {
                if (x[4] > 13.5) {
                    return 0.02468;
                } else {
                    return -0.006295;
                }
            }
        }
    }

    private static double tree92(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[1] > 7.5) {
                    return 0.022252;
                } else {
                    return -0.006194;
                }
            } else {
                if (x[4] > 14.5) {
                    return 0.010022;
                } else {
                    return -0.059466;
                }
            }
        } else {
            if (x[9] > 0.5) {
                return 0.05833;
            } else {
                if (x[4] > 4.5) {
                    return -0.011967;
                } else {
                    return 0.026466;
                }
            }
        }
    }

    private static double tree93(double[] x) {
        if (x[10] > 1.5) {
            if (x[7] > 2.5) {
                if (x[18] > 0.5) {
                    return -0.010169;
                } else {
                    return 0.025375;
                }
            } else {
                if (x[6] > 3.5) {
                    return 0.021224;
                } else {
                    return -0.019953;
                }
            }
        } else {
            if (x[12] > 7.5) {
                if (x[6] > 1.5) {
                    return -0.027077;
                } else {
                    return 0.064683;
                }
            } else {
                if (x[7] > 2.5) {
                    return -0.064553;
                } else {
                    return 0.008596;
                }
            }
        }
    }

    private static double tree94(double[] x) {
        if (x[5] > 2.5) {
            if (x[1] > 9.5) {
                return -0.060441;
            } else {
                if (x[4] > 12.5) {
                    return 0.044867;
                } else {
                    return -0.020897;
                }
            }
        } else {
            if (x[1] > 4.5) {
                if (x[10] > 1.5) {
                    return 0.019807;
                } else {
                    return -0.030567;
                }
            } else {
                if (x[2] > 1.5) {
                    return -0.019265;
                } else {
                    return 0.056582;
                }
            }
        }
    }

    private static double tree95(double[] x) {
        if (x[0] > 2.5) {
            if (x[16] > 1.5) {
                if (x[4] > 11.5) {
                    return 0.020748;
                } else {
                    return -0.039025;
                }
            } else {
                if (x[7] > 3.5) {
                    return 0.103471;
                } else {
                    return -0.052405;
                }
            }
        } else {
            if (x[8] > 2.5) {
                if (x[16] > 1.5) {
                    return 0.060793;
                } else {
                    return -0.043971;
                }
            } else {
                if (x[6] > 3.5) {
                    return 0.023347;
                } else {
                    return -0.006984;
                }
            }
        }
    }

    private static double tree96(double[] x) {
        if (x[8] > 1.5) {
            if (x[11] > 0.5) {
                if (x[12] > 1.5) {
                    return -0.004809;
                } else {
                    return 0.058944;
                }
            } else {
                if (x[1] > 4.5) {
                    return 0.008122;
                } else {
                    return -0.052581;
                }
            }
        } else {
            if (x[9] > 1.5) {
                return -0.059066;
            } else {
                if (x[5] > 1.5) {
                    return -0.018839;
                } else {
                    return 0.022684;
                }
            }
        }
    }

    private static double tree97(double[] x) {
        if (x[3] > 6.5) {
            if (x[12] > 9.5) {
                if (x[4] > 5.5) {
                    return 0.042509;
                } else {
                    return -0.041889;
                }
            } else {
                if (x[1] > 8.5) {
                    return 0.006207;
                } else {
                    return -0.06803;
                }
            }
        } else {
            if (x[3] > 3.5) {
                if (x[5] > 3.5) {
                    return -0.034016;
                } else {
                    return 0.044569;
                }
            } else {
                if (x[2] > 2.5) {
                    return -0.019526;
                } else {
                    return 0.005244;
                }
            }
        }
    }

    private static double tree98(double[] x) {
        if (x[3] > 0.5) {
            if (x[3] > 1.5) {
                if (x[9] > 1.5) {
                    return -0.046578;
                } else {
                    return 0.003689;
                }
            } else {
                if (x[8] > 1.5) {
                    return -0.060805;
                } else {
                    return 0.003442;
                }
            }
        } else {
            if (x[13] > 1.5) {
                if (x[2] > 2.5) {
                    return -0.023758;
                } else {
                    return 0.014291;
                }
            } else {
                if (x[2] > 2.5) {
                    return 0.074961;
                } else {
                    return 0.00373;
                }
            }
        }
    }

    private static double tree99(double[] x) {
        if (x[0] > 0.5) {
            if (x[6] > 2.5) {
                if (x[17] > 1.5) {
                    return 0.034743;
                } else {
                    return -0.036084;
                }
            } else {
                if (x[14] > 0.5) {
                    return -0.00482;
                } else {
                    return 0.036417;
                }
            }
        } else {
            if (x[12] > 6.5) {
                if (x[12] > 9.5) {
                    return 0.003028;
                } else {
                    return 0.081599;
                }
            } else {
                if (x[1] > 6.5) {
                    return 0.023877;
                } else {
                    return -0.033706;
                }
            }
        }
    }
}
